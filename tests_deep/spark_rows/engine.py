"""Run the dbt project on Spark: `python engine.py FOLDER PROJECT VARS`, in the environment that has Spark.

One process holds the Spark session, the metastore and dbt, which finds the session that is already there. It imports
nothing of ours: this environment has only Spark and dbt. Comparing belongs in `compare.py`.
"""

import os
import sys
from pathlib import Path

from dbt.artifacts.schemas.run import RunExecutionResult
from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession
from pyspark.sql import functions as columns


def main(folder: Path, project: str, variables: str) -> int:
    """Load the sources, run every model, and say which failed."""
    load_sources(start_session(folder), folder / "sources")
    command = ["--quiet", "run", "--target", "spark", "--project-dir", project, "--profiles-dir", project]
    done = dbtRunner().invoke([*command, "--vars", variables, "--target-path", str(folder / "spark-target")])
    for result in done.result.results if isinstance(done.result, RunExecutionResult) else ():
        if result.status not in ("success", "pass"):
            print(f"{result.node.name}: {result.status} {(result.message or '')[:400]}", file=sys.stderr)
    if done.exception is not None:
        print(done.exception, file=sys.stderr)
    return 0 if done.success else 1


def start_session(folder: Path) -> SparkSession:
    """Start Spark on this machine alone, all its state in the folder."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.sql.warehouse.dir": str(folder / "spark-warehouse"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={folder / 'metastore'};create=true",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder} -Duser.timezone=UTC",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    builder = SparkSession.builder.master("local[2]").enableHiveSupport()
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    # Expressions too long to compile are interpreted, and each logs an error of some hundred lines on the way.
    session.sparkContext.setLogLevel("FATAL")
    return session


def load_sources(session: SparkSession, folder: Path) -> None:
    """Make one table of each file; a folder is a database. Times without a zone are UTC, as in the warehouse."""
    for source in sorted(folder.iterdir()):
        session.sql(f"create database if not exists {source.name}")
        for file in sorted(source.glob("*.parquet")):
            frame = session.read.parquet(str(file))
            for field in frame.schema.fields:
                if field.dataType.simpleString() == "timestamp_ntz":
                    frame = frame.withColumn(field.name, columns.col(field.name).cast("timestamp"))
            frame.coalesce(1).write.saveAsTable(f"{source.name}.{file.stem}")


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
