"""The demo's features against brute force over the CSV files, and what they could see against when it happened."""

import math
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Demo
from deltalake import DeltaTable
from oracle import Oracle

SAMPLE = 2_000
SCORED_SAMPLE = 100  # of each month
SEED = 2013
MODEL = "late_arrival"
SCORED = "scheduled_departure >= TIMESTAMP '2013-08-01' AND scheduled_departure < TIMESTAMP '2014-01-01'"


@pytest.fixture(scope="module")
def oracle(checkout: Path) -> Oracle:
    return Oracle(checkout / "conf", checkout / "conf/pipelines/flights")


def test_sampled_training_rows_equal_brute_force(demo: Demo, oracle: Oracle, checkout: Path) -> None:
    rows = {row["flight_id"]: row for row in _table(demo, "training", MODEL).to_pyarrow_table().to_pylist()}
    sample = random.Random(SEED).sample(sorted(rows), SAMPLE)

    _hold_against(oracle, checkout, {flight: rows[flight] for flight in sample})


def test_sampled_scored_rows_of_every_month_equal_brute_force(demo: Demo, oracle: Oracle, checkout: Path) -> None:
    months: dict[str, dict[str, Any]] = {}
    for row in _table(demo, "predictions", MODEL).to_pyarrow_table().to_pylist():
        months.setdefault(row["flight_id"][:7], {})[row["flight_id"]] = row
    chosen = random.Random(SEED)
    sample = {
        flight: rows[flight]
        for month, rows in sorted(months.items())
        for flight in chosen.sample(sorted(rows), min(SCORED_SAMPLE, len(rows)))
    }

    assert {"2013-08", "2013-09", "2013-10", "2013-11", "2013-12"} <= months.keys()
    assert len(sample) >= 5 * SCORED_SAMPLE
    _hold_against(oracle, checkout, sample)


@pytest.mark.parametrize(
    ("view", "known"),
    [
        *((view, "landed_at") for view in ("carrier_delays", "origin_delays", "route_delays", "aircraft_arrivals")),
        ("aircraft_departures", "departed_at"),
    ],
)
def test_no_flight_is_visible_before_it_was_known(demo: Demo, oracle: Oracle, view: str, known: str) -> None:
    events = _table(demo, "features", f"{view}_v1_events").to_pyarrow_dataset()
    count, early, itself = _one(
        oracle,
        f"""SELECT count(*), count_if(e._known_time::TIMESTAMP < f.{known}),
                   count_if(e._known_time::TIMESTAMP <= f.scheduled_departure)
            FROM events e JOIN clean.flights f ON e.seq_flight_id = f.flight_id""",
        events=events,
    )

    assert count == events.count_rows()
    assert count > 300_000
    assert early == 0, f"{early} flights of {view} are visible before {known}"
    assert itself == 0, f"{itself} flights of {view} are visible at their own scheduled departure"


def test_no_training_row_saw_a_landing_of_its_future(demo: Demo, oracle: Oracle) -> None:
    training = _table(demo, "training", MODEL).to_pyarrow_table(columns=["flight_id", "minutes_since_landed"])
    count, seen, future = _one(
        oracle,
        """SELECT count(*), count(minutes_since_landed), count_if(minutes_since_landed < 0) FROM training""",
        training=training,
    )

    assert (
        count
        == _one(oracle, "SELECT count(*) FROM clean.flights WHERE scheduled_departure < TIMESTAMP '2013-08-01'")[0]
    )
    assert seen > count / 2
    assert future == 0


def test_every_flight_of_the_scored_months_has_one_prediction(demo: Demo, oracle: Oracle) -> None:
    predictions = _table(demo, "predictions", MODEL).to_pyarrow_dataset()
    count, distinct = _one(
        oracle, "SELECT count(*), count(DISTINCT flight_id) FROM predictions", predictions=predictions
    )

    expected = _one(oracle, "SELECT count(*) FROM clean.flights WHERE " + SCORED)[0]
    assert (count, distinct) == (expected, expected)


def _hold_against(oracle: Oracle, checkout: Path, rows: dict[str, dict[str, Any]]) -> None:
    spec = yaml.safe_load((checkout / f"conf/pipelines/flights/models/{MODEL}.yaml").read_text())
    expected = oracle.features(list(rows), spec["training_set"]["features"])

    columns = list(next(iter(expected.values())))
    assert len(columns) > 50
    wrong = [
        f"{flight} {column}: {row[column]!r}, brute force says {expected[flight][column]!r}"
        for flight, row in rows.items()
        for column in columns
        if not _same(row[column], expected[flight][column])
    ]
    assert not wrong, f"{len(wrong)} of {len(rows) * len(columns)} values differ:\n" + "\n".join(wrong[:40])


def _table(demo: Demo, zone: str, name: str) -> DeltaTable:
    return DeltaTable(str(demo.lake / zone / name))


def _one(oracle: Oracle, query: str, **relations: object) -> tuple[Any, ...]:
    with oracle.duck.cursor() as duck:
        for name, relation in relations.items():
            duck.register(name, relation)
        (row,) = duck.execute(query).fetchall()
    return row


def _same(actual: Any, expected: Any) -> bool:  # noqa: ANN401
    if isinstance(expected, float) and actual is not None:
        return math.isclose(actual, expected, rel_tol=1e-12, abs_tol=1e-12)
    return actual == expected
