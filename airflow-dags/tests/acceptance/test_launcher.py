"""./falaj itself: on an installed Spark, and what it says of an environment that cannot work."""

import json
import shutil
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


@pytest.fixture
def copy(falaj: Falaj, checkout: Path, tmp_path: Path) -> Path:
    """A checkout that a test may change: built, with as much of the project as its launcher looks at."""
    falaj("check", "--pipeline", "flights").expect(0)
    folder, target = tmp_path / "checkout", Path("jobs/target")
    for part in ("conf/spark", "jobs/src/launch", target / "classes"):
        shutil.copytree(checkout / part, folder / part)
    for part in ("falaj", ".gitignore", "pom.xml", target / "spark.classpath"):
        shutil.copy(checkout / part, folder / part)
    for pom in checkout.glob("*/pom.xml"):
        (folder / pom.parent.name / "src/main").mkdir(parents=True)
        shutil.copy(pom, folder / pom.parent.name)
    (folder / target / "falaj.jar").symlink_to(checkout / target / "falaj.jar")
    (folder / target / "falaj.stamp").touch()
    return folder


@pytest.mark.parametrize("command", [("test",), ("bench",), ("test", "-k", "demo")], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_launchers_own_commands_have_help_at_once(copy: Path, command: tuple[str, ...], option: str) -> None:
    (copy / "jobs/target/falaj.stamp").unlink()  # what is not built yet would have to be built
    told = Falaj([str(copy / "falaj")], {}, copy)(*command, option).expect(0)

    assert told.out.startswith(f"Usage: falaj {command[0]} ")
    assert f"Example:\n  ./falaj {command[0]}" in told.out
    assert max(map(len, told.out.splitlines())) <= 100
    assert told.err == ""
    assert not (copy / ".falaj").exists()


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
