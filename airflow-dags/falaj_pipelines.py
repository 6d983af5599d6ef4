"""One Airflow DAG for each folder in conf/pipelines, built from the same YAML that the jobs read.

A task is one step of the pipeline, run by spark-submit for the run's interval: what `dag_run.conf` names as
`{"interval": "START/END"}`, else the run's data interval, else the pipeline's own.

Where things are, with a checkout's own places as defaults: FALAJ_HOME (holds conf/), FALAJ_JAR, FALAJ_LAKE and
FALAJ_SPARK_CONF (a properties file for spark-submit).
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import yaml
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk import DAG, BaseOperator, Context, CronDataIntervalTimetable
from airflow.sdk.exceptions import AirflowException, AirflowFailException

HOME = Path(os.environ.get("FALAJ_HOME", Path(__file__).resolve().parents[1]))
JAR = os.environ.get("FALAJ_JAR", str(HOME / "jobs/target/falaj.jar"))
LAKE = os.environ.get("FALAJ_LAKE", str(HOME / "lake"))
SPARK_CONF = os.environ.get("FALAJ_SPARK_CONF", str(HOME / "conf/spark/cluster.conf"))

STEPS_AFTER_INGEST = ("materialize", "training-set", "train", "promote", "score", "monitor", "report")
TRANSIENT = 4  # the one exit code that a retry may help


class Run(Protocol):
    """What is read of an Airflow DAG run; a run without a logical date has no data interval."""

    conf: dict[str, Any] | None
    data_interval_start: datetime | None
    data_interval_end: datetime | None


class FalajStep(SparkSubmitOperator):
    """spark-submit of one step; a failure that retrying cannot help fails the task at once."""

    def execute(self, context: Context) -> None:
        """Run the step and tell apart what may be retried by its exit code."""
        try:
            super().execute(context)
        except AirflowException as failure:
            submitted = self._hook and self._hook._submit_sp
            if submitted and submitted.returncode == TRANSIENT:
                raise
            raise AirflowFailException(f"{failure} (not retried: the exit code is not {TRANSIENT})") from failure


class PromotionRefused(BaseOperator):
    """Fails the run where a version was refused: Airflow judges a run by its last tasks alone, and those succeed."""

    def execute(self, context: Context) -> None:
        """Say where the reason is."""
        raise AirflowFailException(
            "No new version of the model was promoted: the log of the first task that failed says why."
            " Where promote itself refused it, the champion that was there has scored."
        )


def interval_of(pipeline: str) -> Callable[[Run], str]:
    """The macro that names a run's interval, where `pipeline` is the pipeline's own."""

    def interval(run: Run) -> str:
        if named := (run.conf or {}).get("interval"):
            return str(named)
        start, end = run.data_interval_start, run.data_interval_end
        if start and end and start < end:
            return f"{_instant(start)}/{_instant(end)}"
        return pipeline

    return interval


def build(folder: Path) -> DAG:
    """The DAG of the pipeline in `folder`."""
    pipeline = yaml.safe_load((folder / "pipeline.yaml").read_text())
    schedule = pipeline.get("schedule")
    dag = DAG(
        dag_id=pipeline["pipeline"],
        description=pipeline.get("description"),
        # A plain cron string would give runs whose data interval is empty.
        schedule=CronDataIntervalTimetable(schedule, timezone="UTC") if schedule else None,
        start_date=datetime.fromisoformat(pipeline["interval"].split("/")[0]).replace(tzinfo=UTC),
        max_active_runs=1,
        default_args={"retries": 3, "retry_delay": timedelta(minutes=1), "retry_exponential_backoff": True},
        user_defined_macros={"interval": interval_of(pipeline["interval"])},
        tags=["falaj"],
    )
    with dag:
        latest = _ingest(folder)
        for command in _steps_after_ingest(folder):
            step = _step(folder, command)
            latest >> step
            latest = [step]
        if "promote" in dag.task_ids:
            _score_whatever_is_promoted(dag)
    return dag


def _score_whatever_is_promoted(dag: DAG) -> None:
    """A version that is refused leaves the champion, which scores as if none had been trained."""
    score = dag.get_task("score")
    score.trigger_rule = "all_done_min_one_success"
    dag.get_task("train") >> score
    dag.get_task("promote") >> PromotionRefused(task_id="promotion_refused", trigger_rule="one_failed", retries=0)


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.suffix in (".yaml", ".yml"))


def _steps_after_ingest(folder: Path) -> list[str]:
    """Steps for which the pipeline has something to do."""
    idle = set() if _files(folder / "features") else {"materialize"}
    if not _files(folder / "models"):
        idle |= {"training-set", "train", "promote", "score", "monitor"}
    return [step for step in STEPS_AFTER_INGEST if step not in idle]


def _ingest(folder: Path) -> list[FalajStep]:
    """A task for each dataset, after the datasets whose keys its contract references."""
    contracts = [yaml.safe_load(file.read_text()) for file in _files(folder / "datasets")]
    tasks = {c["dataset"]: _step(folder, "ingest", "--dataset", c["dataset"]) for c in contracts}
    for contract in contracts:
        for expectation in contract.get("expectations", []):
            referenced = expectation.get("references", {}).get("table", "").removeprefix("clean.")
            if referenced in tasks and referenced != contract["dataset"]:
                tasks[referenced] >> tasks[contract["dataset"]]
    return list(tasks.values())


def _step(folder: Path, command: str, *options: str) -> FalajStep:
    return FalajStep(
        task_id="_".join((command, *options[1::2])),
        application=JAR,
        java_class="io.falaj.jobs.Falaj",
        properties_file=SPARK_CONF,
        name=f"falaj {folder.name} {command}",
        application_args=[
            command,
            *("--pipeline", str(folder)),
            *("--interval", "{{ interval(dag_run) }}"),
            *("--lake", LAKE),
            *options,
        ],
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Airflow registers each DAG as its `with` block closes.
DAGS = {file.parent.name: build(file.parent) for file in sorted(HOME.glob("conf/pipelines/*/pipeline.yaml"))}
