"""The dbt sources as one Parquet file each, in the types that the sources file declares, for an engine to load."""

from pathlib import Path

import duckdb
import yaml
from jinja2 import Template

from tests.dbt.raw_files import SOURCES


def write_sources(variables: dict[str, str], folder: Path) -> None:
    """Write `<folder>/<source>/<table>.parquet` for every table of every source.

    Args:
        variables: The variables of the dbt run; locations are named with them.
        folder: Where to write.
    """
    connection = duckdb.connect()
    for source in yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]:
        (folder / source["name"]).mkdir(parents=True)
        shared = source.get("config", {}).get("meta", {}).get("external_location", "")
        for table in source["tables"]:
            own = table["config"]["meta"].get("external_location")
            location = Template(own or shared.replace("{name}", table["name"])).render(var=variables.get)
            columns = ", ".join(f"cast({c['name']} as {c['data_type']}) as {c['name']}" for c in table["columns"])
            target = folder / source["name"] / f"{table['name']}.parquet"
            connection.execute(f"copy (select {columns} from {location}) to '{target}'")  # noqa: S608 - our own names
    connection.close()
