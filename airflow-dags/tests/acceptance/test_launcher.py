"""./falaj itself: on an installed Spark, and what it says of an environment that cannot work."""

import json
import os
import shutil
import subprocess
import time
from contextlib import suppress
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


def test_a_start_without_changes_builds_nothing_and_takes_the_archive(falaj: Falaj, small: Small) -> None:
    process = falaj.start("sql", "--lake", small.lake, "SELECT count(*) AS n FROM lake.clean.flights")
    archive = _maps(process, "falaj.jsa")
    out, err = process.communicate(timeout=120)

    assert process.returncode == 0, err
    assert out.endswith("1 row\n")
    assert archive
    assert "building" not in err
    assert "preparing" not in err


def _maps(process: subprocess.Popen[str], file: str) -> bool:
    """Whether a process has a file in its memory at any time; the launcher becomes Java."""
    while process.poll() is None:
        with suppress(OSError):  # it may end between two looks
            if file in Path(f"/proc/{process.pid}/maps").read_text():
                return True
        time.sleep(0.01)
    return False


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


def test_the_launchers_own_commands_have_help_at_once(copy: Path) -> None:
    (copy / "jobs/target/falaj.stamp").unlink()  # what is not built yet would have to be built
    for command in (("test", "--help"), ("bench", "-h"), ("test", "-k", "demo", "--help")):
        told = Falaj([str(copy / "falaj")], {}, copy)(*command).expect(0)

        assert told.out.startswith(f"Usage: falaj {command[0]} ")
        assert f"Example:\n  ./falaj {command[0]}" in told.out
        assert max(map(len, told.out.splitlines())) <= 100
        assert told.err == ""
    assert not (copy / ".falaj").exists()


def test_an_archive_older_than_the_jar_is_made_anew_once(falaj: Falaj, copy: Path, small: Small) -> None:
    archive = copy / "jobs/target/falaj.jsa"
    archive.write_bytes(b"of a jar that Maven has packed anew since")
    os.utime(archive, (0, 0))
    here = replace(falaj, prefix=[str(copy / "falaj")])
    count = ("sql", "--lake", small.lake, "SELECT count(*) AS n FROM lake.clean.flights")

    assert "falaj.jar is new; preparing its fast start" in here(*count).expect(0).err
    assert archive.stat().st_size > 50_000_000
    process = here.start(*count)
    assert _maps(process, "falaj.jsa")
    assert "preparing" not in process.communicate(timeout=120)[1]


def test_the_version_is_the_commit_that_the_checkout_is_at(falaj: Falaj, copy: Path) -> None:
    here = replace(falaj, prefix=[str(copy / "falaj")])

    def git(*arguments: str) -> str:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-C", str(copy))
        return subprocess.run(["git", *who, *arguments], check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet")
    for message in ("first", "second"):
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", message)
        assert f"({git('rev-parse', 'HEAD')[:12]})" in here("--version").expect(0).out
    (copy / "notes.txt").write_text("no source")
    assert "+" not in here("--version").expect(0).out
    (copy / "jobs/src/main/New.java").write_text("class New {}")
    (copy / "jobs/target/falaj.stamp").touch()  # as if that were built
    told = here("--version").expect(0)
    assert f"({git('rev-parse', 'HEAD')[:12]}+)" in told.out
    assert "building" not in told.err


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
