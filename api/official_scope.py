"""What officials see of an edition: colleges and figures of their region. What enterprises see is in `scope`."""

from typing import Annotated, Any, Final

from fastapi import Depends

from api.auth.caller import Caller, current_caller
from api.leases import EditionLease
from api.regions import region_range
from api.scope import EditionScope
from api.services import LeaseDep, ServicesDep

_RELATIONS: Final = """
with my_college as (select * from college where region between :region_from and :region_to),
everything as (
  select exists (select 1 from college)
    and not exists (
      select 1 from college where coalesce(region, '') not between :region_from and :region_to
    )
    and not exists (
      select 1 from metric where college_code <> '*' and college_code not in (select institution_code from my_college)
    ) as is_mine
),
my_metric as (
  select m.* from metric m
  where (m.region_code = '*' or m.region_code between :region_from and :region_to)
    and (m.college_code = '*' or m.college_code in (select institution_code from my_college))
    and (m.college_code <> '*' or m.region_code <> '*' or (select is_mine from everything))
)
"""


class OfficialScope(EditionScope):
    """Colleges and figures of the official's region; figures of everything only for who sees every college."""

    relations = _RELATIONS

    def sees_everything(self) -> bool:
        """Whether every college that the edition knows or counts is known to lie in the official's region."""
        return bool(self.rows("everything", "select is_mine from everything")[0]["is_mine"])

    def on(self, lease: EditionLease) -> "OfficialScope":
        """Return another edition as the same official may see it."""
        return OfficialScope(lease, self._caller, self._services)

    def _bind(self, org: str) -> dict[str, Any]:
        region_from, region_to = region_range(org)
        return {"region_from": region_from, "region_to": region_to}


def official_scope(
    caller: Annotated[Caller, Depends(current_caller)], lease: LeaseDep, services: ServicesDep
) -> OfficialScope:
    """Give a route the edition as the calling official sees it."""
    return OfficialScope(lease, caller, services)
