"""Code tables every small warehouse needs, as rows of the CSV files of `data_contracts/codes`."""

from typing import Any

from data_contracts.code_tables import code_table

_DESTINATIONS = {
    "agreement_contract": ("10", "11", "27", "46", "50", "51"),
    "flexible": ("12", "76"),
    "entrepreneurship": ("75",),
    "further_study": ("80", "85"),
    "seeking": ("70",),
    "not_seeking": ("71", "72"),
    "not_graduating": ("65",),
}
_EMPLOYED = {"10", "11", "12", "27", "50", "51", "75", "76"}
_SETTLED = {"agreement_contract", "flexible", "entrepreneurship", "further_study"}

_EVIDENCE = {
    "10": ("tripartite_agreement",),
    "11": ("labour_contract",),
    "12": ("labour_contract", "employer_certificate"),
    "46": ("enlistment_notice",),
    "75": ("business_licence",),
    "76": ("income_record",),
    "80": ("admission_notice",),
}

_WEIGHTS = {"skills": 45, "affinity": 15, "level": 15, "internship": 10, "distance": 10, "awards": 5}

_LEVELS = {1: None, 2: 5, 3: 4, 4: 3, 5: 2, 6: 1, 7: None, 8: None}

_DISTANCES = {"same_county": 10000, "same_city": 8000, "same_province": 4000, "elsewhere": 0, "no_wish": 4000}

SALT = "tie-v1"

_CERTIFICATE_KINDS = {"level": "职业技能等级证书", "special_operation": "特种作业操作证"}

COMMON: dict[str, list[dict[str, Any]]] = {
    "destination_codes": [
        {
            "code": code,
            "destination_group": group,
            "is_settled": str(group in _SETTLED).lower(),
            "is_employed": str(code in _EMPLOYED).lower(),
            "is_directly_employed": str(code in _EMPLOYED - {"75", "76"}).lower(),
            "in_denominator": str(group != "not_graduating").lower(),
        }
        for group, codes in _DESTINATIONS.items()
        for code in codes
    ],
    "accepted_evidence": [
        {"destination_code": code, "evidence_type": kind} for code, kinds in _EVIDENCE.items() for kind in kinds
    ],
    "thresholds": code_table("thresholds").rows(named=True),
    "award_tiers": code_table("award_tiers").rows(named=True),
    "match_weights": [
        {"weights_version": 1, "component": component, "weight": weight, "salt": SALT}
        for component, weight in _WEIGHTS.items()
    ],
    "skill_levels": [
        {"ladder_rank": rank, "national_level": national, "high_skilled": str(rank >= 4).lower()}
        for rank, national in _LEVELS.items()
    ],
    "vocabulary": [
        {"list": "cert_type", "code": code, "name_en": code, "name_zh": name}
        for code, name in _CERTIFICATE_KINDS.items()
    ],
    "distance_classes": [{"distance_class": name, "points": points} for name, points in _DISTANCES.items()],
}
