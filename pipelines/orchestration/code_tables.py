"""The code tables as external assets: versioned with the code, shown so that the graph has no unnamed sources."""

import dagster as dg

from data_contracts.code_manifest import code_manifest


def code_table_specs() -> list[dg.AssetSpec]:
    """Return what the graph shows of every code table."""
    return [
        dg.AssetSpec(
            dg.AssetKey(["codes", table.name]),
            group_name="codes",
            owners=["team:data-platform"],
            kinds={"csv"},
            description=f"{table.title.en} / {table.title.zh}.",
            metadata={"version": table.version, "complete": table.complete, "source": table.source},
        )
        for table in code_manifest().values()
    ]
