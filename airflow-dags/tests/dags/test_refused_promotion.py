"""A run whose new model version is refused, by a real Airflow: spark-submit is a script that exits as a step would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

AIRFLOW = str(Path(sys.prefix) / "bin/airflow")
BEFORE = ["ingest", "ingest", "ingest", "ingest", "ingest", "materialize", "training-set", "train"]
SUBMIT = """#!/usr/bin/env bash
while [[ $# -gt 1 && $1 != *.jar ]]; do shift; done
echo "$2" >>"$STEPS"
[[ $2 != "$REFUSED" ]] || exit 3
"""


@pytest.fixture(scope="module")
def airflow_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("airflow")
    environment = os.environ | {"AIRFLOW_HOME": str(home)}
    subprocess.run([AIRFLOW, "db", "migrate"], env=environment, check=True, capture_output=True)
    subprocess.run([AIRFLOW, "dags", "reserialize"], env=environment, check=True, capture_output=True)
    return home


@pytest.mark.parametrize(
    ("refused", "steps"), [("promote", [*BEFORE, "promote", "score", "monitor", "report"]), ("train", BEFORE)]
)
def test_a_refused_promotion_fails_the_run_and_the_champion_scores(
    airflow_home: Path, tmp_path: Path, refused: str, steps: list[str]
) -> None:
    submit = tmp_path / "bin/spark-submit"
    submit.parent.mkdir()
    submit.write_text(SUBMIT)
    submit.chmod(0o755)
    environment = os.environ | {
        "AIRFLOW_HOME": str(airflow_home),
        "PATH": f"{submit.parent}:{os.environ['PATH']}",
        "STEPS": str(tmp_path / "steps"),
        "REFUSED": refused,
    }

    done = subprocess.run(
        [AIRFLOW, "dags", "test", "flights"], env=environment, capture_output=True, text=True, timeout=300
    )

    assert (tmp_path / "steps").read_text().split() == steps, done.stderr
    assert done.returncode == 1
    assert "DagRun failed" in done.stderr
