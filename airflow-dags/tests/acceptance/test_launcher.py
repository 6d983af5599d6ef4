"""./falaj itself: on an installed Spark, and what it says of an environment that cannot work."""

import json
from dataclasses import replace
from pathlib import Path

import pyspark
import pytest
from command import Falaj
from conftest import Small
from lake import tables


def test_an_installed_spark_answers_as_the_one_from_maven(falaj: Falaj, small: Small) -> None:
    installed = replace(falaj, environment=falaj.environment | {"SPARK_HOME": str(Path(pyspark.__file__).parent)})
    count = "SELECT count(*) AS n FROM lake.clean.flights"

    answer = installed("sql", "--json", "--lake", small.lake, count).expect(0)
    refused = installed("sql", "--lake", small.lake, "SELECT * FROM lake.clean.flihgts").expect(2)

    assert json.loads(answer.out) == [{"n": tables(small.lake)["clean.flights"].to_pyarrow_dataset().count_rows()}]
    assert "Did you mean 'clean.flights'?" in refused.err


def test_a_build_leaves_an_archive_of_classes_for_a_fast_start(falaj: Falaj, checkout: Path) -> None:
    falaj("check", "--pipeline", "flights").expect(0)

    assert (checkout / "jobs/target/falaj.jsa").stat().st_size > 50_000_000


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("SPARK_HOME", "/opt/none", "SPARK_HOME is /opt/none, where there is no bin/spark-submit. Set it to"),
        ("JAVA_HOME", "/opt/none", "JAVA_HOME is /opt/none, where there is no bin/java. Set it to a JDK 17."),
        ("FALAJ_SPARK_CONF", "/opt/none", "FALAJ_SPARK_CONF is /opt/none, which cannot be read. Name a file"),
    ],
)
def test_what_is_not_there_is_named_with_a_remedy(falaj: Falaj, variable: str, value: str, message: str) -> None:
    broken = replace(falaj, environment=falaj.environment | {variable: value})

    outcome = broken("sql", "SELECT 1").expect(2)

    assert outcome.err.startswith(f"falaj: {message}"), outcome.err
    assert outcome.out == ""
