"""Delivers small registers of enterprises and colleges, as the office does."""

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pipelines.intake.delivery.deliver import DeliveryRequest, deliver
from pipelines.store.platform import Platform

OFFICE = "990000"


def deliver_enterprises(
    platform: Platform,
    regions: Mapping[str, str],
    *,
    at: datetime,
    status: str = "存续",
    blacklisted: str | Mapping[str, str] = "否",
) -> None:
    """Replace the register of enterprises by one with these codes and regions; `blacklisted` for all or by code."""
    head = "统一社会信用代码,企业名称,行业代码,所在地区,状态,是否列入失信名单,在岗职工人数\n"
    listed = {code: blacklisted if isinstance(blacklisted, str) else blacklisted[code] for code in regions}
    rows = [
        f"{code},云州机械{code[-2:]}有限公司,C34,{region},{status},{listed[code]},120"
        for code, region in regions.items()
    ]
    _deliver(platform, "enterprise", head + "\n".join(rows), at)


def deliver_colleges(platform: Platform, regions: Mapping[str, str], *, at: datetime) -> None:
    """Replace the register of colleges by one with these codes and regions."""
    head = "学校标识码,学校名称,办学层次,主管部门,所在地区\n"
    rows = [f"{code},云州{code[-2:]}职业技术学院,高职专科,教育部门,{region}" for code, region in regions.items()]
    _deliver(platform, "college", head + "\n".join(rows), at)


def _deliver(platform: Platform, feed: str, text: str, at: datetime) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{feed}.csv"
        file.write_text(text, encoding="utf-8")
        request = DeliveryRequest(
            feed=feed,
            file=file,
            file_name=file.name,
            sender=OFFICE,
            sender_role="steward",
            period=f"{at:%Y-%m}",
            received_at=at,
            mode="replace",
        )
        done = deliver(platform, request)
    assert done.delivery.state == "accepted", (done.delivery.state, done.delivery.reason, done.report)
