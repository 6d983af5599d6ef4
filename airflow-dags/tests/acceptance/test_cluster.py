"""A real Airflow runs each step alone, by stock spark-submit, on a Spark cluster of several processes."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import STOCK_SPARK, spark_cluster
from command import FIRST_COMPILER, Falaj
from conftest import Small
from lake import contents

AIRFLOW = str(Path(sys.prefix) / "bin/airflow")
# The command compiles code for its rows, the cluster interprets the same plans: so short a life does not repay it.
SMALLER = {
    "spark.executor.memory": "1g",
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "4",
    "spark.databricks.delta.snapshotPartitions": "1",
    "spark.sql.codegen.maxFields": "30",
    "spark.ui.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spark_cluster(tmp_path_factory.mktemp("cluster"), workers=2) as master:
        yield master


@pytest.fixture(scope="module")
def spark_classes(small: Small, checkout: Path, falaj: Falaj, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stock Spark's classes, loaded and verified once: a step's driver and executors then start in half the time."""
    archive = tmp_path_factory.mktemp("archive") / "spark.jsa"
    master = ("--master", "local[2]", "--driver-java-options", f"{FIRST_COMPILER} -XX:ArchiveClassesAtExit={archive}")
    jar = ("--class", "io.falaj.jobs.Falaj", str(checkout / "jobs/target/falaj.jar"))
    submit = Falaj(["spark-submit", *master, *jar], STOCK_SPARK | falaj.environment, falaj.directory)
    submit("ingest", *small.options, "--dataset", "planes", "--lake", archive.parent / "lake").expect(0)
    assert archive.exists()
    return archive


@pytest.fixture
def airflow(
    small: Small, checkout: Path, home: Path, cluster: str, spark_classes: Path, tmp_path: Path
) -> dict[str, str]:
    """The environment of an Airflow of its own, whose Spark connection is the cluster."""
    host, port = cluster.rsplit(":", 1)
    settings = (checkout / "conf/spark/cluster.conf").read_text()
    spark_conf = tmp_path / "cluster.conf"
    options = f"{FIRST_COMPILER} -XX:SharedArchiveFile={spark_classes}"
    smaller = SMALLER | {f"spark.{side}.extraJavaOptions": options for side in ("driver", "executor")}
    spark_conf.write_text(settings + "".join(f"\n{key} {value}" for key, value in smaller.items()) + "\n")
    environment = STOCK_SPARK | {
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(checkout / "airflow-dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": host, "port": int(port)}),
        "FALAJ_HOME": str(small.pipeline.parents[2]),
        "FALAJ_JAR": str(checkout / "jobs/target/falaj.jar"),
        "FALAJ_LAKE": str(tmp_path / "lake"),
        "FALAJ_SPARK_CONF": str(spark_conf),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    _run(environment, "db", "migrate")
    return environment


def test_airflow_imports_the_dag_and_its_run_on_a_cluster_equals_the_run_command(
    airflow: dict[str, str], small: Small
) -> None:
    _run(airflow, "dags", "reserialize")
    assert _json(_run(airflow, "dags", "list-import-errors", "-o", "json")) == []
    assert [dag["dag_id"] for dag in _json(_run(airflow, "dags", "list", "-o", "json"))] == ["flights"]

    _run(airflow, "dags", "test", "flights", "--conf", json.dumps({"interval": small.interval}))

    assert contents(Path(airflow["FALAJ_LAKE"])) == contents(small.lake)


def _json(output: str) -> list[dict[str, str]]:
    """The list that a command printed, after what it logged."""
    return json.loads(output[re.search(r"^\[(?=\s*[\[{\]])", output, re.MULTILINE).start() :])  # type: ignore[union-attr]


def _run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([AIRFLOW, *arguments], env=environment, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, f"{done.stdout[-20000:]}\n{done.stderr[-20000:]}"
    return done.stdout
