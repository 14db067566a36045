"""After an erasure and the next run, each edition built again: the old one is explained, the new one is identical."""

from __future__ import annotations

import json

from tests.conftest import talent
from tests.publication.test_erase_city import FEEDS, ErasedCity, erased

__all__ = ["erased"]


def test_verify_explains_the_old_edition_and_finds_the_new_one_identical(erased: ErasedCity) -> None:
    data = erased.after.paths.root
    old, new = (json.loads(talent("verify", name, "--format", "json", data=data)) for name in ("e000001", "e000002"))
    assert old["result"] == "explained"
    assert len(old["reasons"]) >= len(FEEDS)
    assert all(" was rewritten on " in reason and "for erasure 1" in reason for reason in old["reasons"])
    assert (new["result"], new.get("reasons")) == ("identical", None)
