"""YAML in which a key stands once: a repeated key would silently win over the first."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


def read_strict_yaml(path: Path) -> Any:  # noqa: ANN401 - YAML is whatever it says
    """Return the content of a YAML file.

    Raises:
        yaml.YAMLError: not YAML, or a key stands twice in one place.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_OnceLoader)  # noqa: S506 - a safe loader


class _OnceLoader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                line = key_node.start_mark.line + 1
                raise yaml.YAMLError(f"line {line}: '{key}' stands twice; keep one")
            seen.add(key)
        return super().construct_mapping(node, deep=deep)
