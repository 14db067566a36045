"""Bring a foreign layout into a contract by a mapping file. Checking what comes out belongs in `judge`."""

from pipelines.intake.mapping.apply import Mapped, apply_mapping
from pipelines.intake.mapping.assumed import assumed_findings, replaced_words
from pipelines.intake.mapping.file import Mapping, MappingError, load_mapping
from pipelines.intake.mapping.source import Example, Source

__all__ = [
    "Example",
    "Mapped",
    "Mapping",
    "MappingError",
    "Source",
    "apply_mapping",
    "assumed_findings",
    "load_mapping",
    "replaced_words",
]
