"""What a mapping puts in although the file does not say it: constants, and a meaning for words it does not know."""

from __future__ import annotations

from data_contracts.loader import load_contract
from data_contracts.model import Contract
from pipelines.intake.mapping.file import Mapping
from pipelines.intake.normalise.scrub import scrub
from pipelines.intake.report.findings import Finding, file_finding

_WORD_SIGNS = 20


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


def replaced_words(words: list[tuple[str, int, str, str]], contract: Contract) -> list[Finding]:
    """Return one finding per cell whose word the mapping did not know and replaced; personal words are not quoted."""
    return [
        file_finding(
            "mapping_word_unknown",
            value=scrub(word)[0][:_WORD_SIGNS] if contract.fields[name].public else contract.fields[name].title.zh,
            sheet=sheet,
            row=row,
            column=name,
        )
        for sheet, row, name, word in words
    ]
