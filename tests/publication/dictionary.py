"""A metric dictionary for the small city, in the shape of the project's own."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.publication.city import PARTS

NAMES = {
    "destination_rate": ("Destination rate", "毕业去向落实率"),
    "destination_rate_reported": ("Destination rate as reported", "毕业去向落实率（按上报）"),
    "verified_destination_rate": ("Verified destination rate", "经核实的去向落实率"),
    "contract_rate": ("Agreement and contract rate", "协议和合同就业率"),
    "flexible_rate": ("Flexible employment rate", "灵活就业率"),
    "entrepreneurship_rate": ("Own business rate", "自主创业率"),
    "further_study_rate": ("Further study rate", "升学率"),
    "seeking_rate": ("Seeking rate", "待就业率"),
    "not_seeking_rate": ("Not seeking rate", "暂不就业率"),
    "disputed_rate": ("Disputed rate", "有争议比例"),
    "no_record_rate": ("No record rate", "无记录比例"),
    "major_match_rate": ("Major match rate", "专业对口率"),
    "intern_conversion_rate": ("Intern conversion rate", "实习转录用率"),
    "certificate_attainment_rate": ("Certificate attainment rate", "职业技能证书获取率"),
    "local_retention_rate": ("Local retention rate", "本地留任率"),
    "median_starting_pay": ("Median starting pay", "起薪中位数"),
    "pay_p25": ("Starting pay, lower quartile", "起薪下四分位数"),
    "pay_p75": ("Starting pay, upper quartile", "起薪上四分位数"),
}


def write_dictionary(path: Path) -> None:
    """Write one entry per metric of the small city."""
    assert set(PARTS) < NAMES.keys()
    entries = [
        {
            "id": metric_id,
            "version": 1,
            "title": {"en": en, "zh": zh},
            "definition": {"en": f"{en} of the cohort on the cut-off day.", "zh": f"统计时点上本届的{zh}。"},
            "numerator": {"en": "Graduates counted.", "zh": "符合条件的毕业生。"},
            "denominator": {"en": "Graduates of the cohort.", "zh": "本届毕业生。"},
            "window": {"en": "31 August and 31 December.", "zh": "8月31日和12月31日。"},
            "exclusions": {"en": "Those still studying.", "zh": "仍在校者。"},
            "unit": "CNY per month" if "pay" in metric_id else "share",
            "source": "destination",
            "dimensions": [[], ["college"], ["major_class"]],
        }
        for metric_id, (en, zh) in NAMES.items()
    ]
    path.write_text(yaml.safe_dump({"metrics": entries}, allow_unicode=True, sort_keys=False), encoding="utf-8")
