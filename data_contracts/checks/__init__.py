"""Contract rules compiled into vectorised expressions. Reading files and reporting findings belong in intake."""

from data_contracts.checks.compiler import Check, CompileError, compile_checks
from data_contracts.checks.forms import POLARS_TYPES, text_column, typed

__all__ = ["POLARS_TYPES", "Check", "CompileError", "compile_checks", "text_column", "typed"]
