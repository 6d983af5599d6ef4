"""The DAG file: what it builds from YAML, which interval a run gets, which failures are retried."""

import importlib.util
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pendulum
import pytest
from airflow.exceptions import AirflowTimetableInvalid
from airflow.sdk.exceptions import AirflowException, AirflowFailException
from airflow.timetables.base import TimeRestriction
from airflow.timetables.interval import CronDataIntervalTimetable
from croniter import CroniterBadDateError


@dataclass
class Run:
    """A DAG run as the macro sees it."""

    conf: dict[str, Any] | None = None
    data_interval_start: datetime | None = None
    data_interval_end: datetime | None = None


def load(home: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The DAG file, imported as Airflow does, over the configuration in `home`."""
    monkeypatch.setenv("FALAJ_HOME", str(home))
    file = Path(__file__).parents[2] / "falaj_pipelines.py"
    spec = importlib.util.spec_from_file_location("falaj_pipelines", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_pipeline(home: Path, name: str, *lines: str) -> Path:
    folder = home / "conf/pipelines" / name
    (folder / "datasets").mkdir(parents=True)
    (folder / "pipeline.yaml").write_text("\n".join((f"pipeline: {name}", "interval: 2013-01-01/2014-01-01", *lines)))
    return folder


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    folder = write_pipeline(tmp_path, "shop", "description: Orders.", "schedule: '@monthly'")
    (folder / "datasets/orders.yaml").write_text(
        "dataset: orders\n"
        "expectations:\n"
        "  - {row_count: {min: 1}}\n"
        "  - {references: {columns: [customer], table: clean.customers, to: [id]}}\n"
        "  - {references: {columns: [parent], table: clean.orders, to: [id]}}\n"
        "  - {references: {columns: [rate], table: clean.rates_of_others, to: [id]}}\n"
    )
    (folder / "datasets/customers.yaml").write_text("dataset: customers\n")
    for kind in ("features", "models"):
        (folder / kind).mkdir()
        (folder / kind / "any.yaml").touch()
    write_pipeline(tmp_path, "history")
    (tmp_path / "conf/pipelines/empty").mkdir()
    return load(tmp_path, monkeypatch)


def test_each_folder_with_a_pipeline_becomes_one_dag(shop: ModuleType) -> None:
    assert {name: dag.dag_id for name, dag in shop.DAGS.items()} == {"shop": "shop", "history": "history"}
    assert shop.DAGS["shop"].description == "Orders."


def test_the_steps_follow_each_other_and_references_order_the_datasets(shop: ModuleType) -> None:
    edges = {task.task_id: task.downstream_task_ids for task in shop.DAGS["shop"].tasks}

    assert edges == {
        "ingest_customers": {"ingest_orders", "materialize"},
        "ingest_orders": {"materialize"},
        "materialize": {"training-set"},
        "training-set": {"train"},
        "train": {"promote", "score"},
        "promote": {"score", "promotion_refused"},
        "promotion_refused": set(),
        "score": {"monitor"},
        "monitor": {"report"},
        "report": set(),
    }


def test_a_pipeline_without_views_and_models_has_no_tasks_for_them(shop: ModuleType) -> None:
    assert [task.task_id for task in shop.DAGS["history"].tasks] == ["report"]


def test_a_scheduled_run_covers_the_month_before_it(shop: ModuleType) -> None:
    assert type(shop.DAGS["shop"].timetable).__name__ == "CronDataIntervalTimetable"
    assert shop.DAGS["shop"].max_active_runs == 1
    assert not shop.DAGS["shop"].catchup
    assert shop.DAGS["shop"].start_date == datetime(2013, 1, 1, tzinfo=UTC)
    assert type(shop.DAGS["history"].timetable).__name__ == "NullTimetable"


SCHEDULES = Path(__file__).parents[3] / "jobs/src/test/resources/schedules.txt"


@pytest.mark.parametrize("line", [s for s in SCHEDULES.read_text().splitlines() if not s.startswith("#")])
def test_airflow_says_of_a_schedule_what_falaj_check_expects(line: str) -> None:
    verdict, schedule = line.split(" ", 1)

    assert _runs_by(schedule) == (verdict != "refused")


def _runs_by(schedule: str) -> bool:
    """Whether Airflow's scheduler takes it and finds a run."""
    timetable = CronDataIntervalTimetable(schedule, timezone="UTC")
    ever = TimeRestriction(earliest=pendulum.datetime(2020, 1, 1), latest=None, catchup=True)
    try:
        timetable.validate()
        return timetable.next_dagrun_info(last_automated_data_interval=None, restriction=ever) is not None
    except (AirflowTimetableInvalid, CroniterBadDateError):
        return False


def test_a_task_submits_the_command_line_of_its_step(shop: ModuleType, tmp_path: Path) -> None:
    task = shop.DAGS["shop"].get_task("ingest_orders")

    assert task.application_args == [
        "ingest",
        "--pipeline",
        str(tmp_path / "conf/pipelines/shop"),
        "--interval",
        "{{ interval(dag_run) }}",
        "--lake",
        str(tmp_path / "lake"),
        "--dataset",
        "orders",
    ]
    assert task.application == str(tmp_path / "jobs/target/falaj.jar")
    assert task.properties_file == str(tmp_path / "conf/spark/cluster.conf")
    assert task.retries == 3


JANUARY = (datetime(2013, 1, 1, tzinfo=UTC), datetime(2013, 2, 1, tzinfo=UTC))


def test_the_interval_comes_from_the_configuration_of_the_run_first(shop: ModuleType) -> None:
    run = Run({"interval": "2013-03-01/2013-04-01"}, *JANUARY)

    assert shop.interval_of("2012-01-01/2013-01-01")(run) == "2013-03-01/2013-04-01"


def test_the_interval_comes_from_the_data_interval_next(shop: ModuleType) -> None:
    assert shop.interval_of("2012-01-01/2013-01-01")(Run({}, *JANUARY)) == "2013-01-01T00:00:00Z/2013-02-01T00:00:00Z"


@pytest.mark.parametrize("run", [Run(), Run({}, JANUARY[0], JANUARY[0])], ids=["no logical date", "empty interval"])
def test_the_interval_comes_from_the_pipeline_last(shop: ModuleType, run: Run) -> None:
    assert shop.interval_of("2012-01-01/2013-01-01")(run) == "2012-01-01/2013-01-01"


@pytest.mark.parametrize(
    ("code", "error"), [(4, AirflowException), (3, AirflowFailException), (1, AirflowFailException)]
)
def test_only_a_transient_failure_is_retried(
    shop: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[Exception]
) -> None:
    submit = tmp_path / "bin/spark-submit"
    submit.parent.mkdir()
    submit.write_text(f"#!/bin/sh\necho why it failed\nexit {code}\n")
    submit.chmod(0o755)
    monkeypatch.setenv("PATH", f"{submit.parent}:{os.environ['PATH']}")

    with pytest.raises(
        AirflowException, match=rf"Error code is: {code}\.\s+Last spark-submit output:\s+why it failed"
    ) as failure:
        shop.DAGS["history"].get_task("report").execute({})

    assert type(failure.value) is error
