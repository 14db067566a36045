"""What a mapping puts into every row although the file does not say it: one finding per constant."""

from __future__ import annotations

from data_contracts.loader import load_contract
from pipelines.intake.findings import Finding, file_finding
from pipelines.intake.mapping.file import Mapping


def assumed_findings(mapping: Mapping) -> list[Finding]:
    """Return one finding per constant that the mapping declares as assumed."""
    titles = {name: field.title.zh for name, field in load_contract(mapping.feed).fields.items()}
    return [
        file_finding(
            "mapping_assumed",
            value=f"{name} ({titles[name]}) = {source.constant} [{mapping.name} {mapping.version}]",
            column=name,
        )
        for name, source in mapping.fields.items()
        if source.assumed
    ]
