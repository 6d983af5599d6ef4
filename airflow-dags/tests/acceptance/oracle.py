"""What the features of a flight were at a time: brute force, straight from the CSV files.

Shares nothing with the product but the YAML of the views: no lake, no Spark, no sorted buckets. Each label is
compared with every event of its key; what had not happened or was not known by then is left out.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
REFERENCE = re.compile(r"(\w+)\.(\w+|\*)(?:\s+as\s+(\w+\*?))?(?:\s+on\s+(.+))?")

FLIGHTS = """
    SELECT *, tailnum AS tail_number,
        concat_ws('-', make_date(year, month, day), carrier, flight, origin, lpad(sched_dep_time::varchar, 4, '0'))
            AS flight_id,
        dep_time IS NULL AS cancelled,
        dep_time IS NOT NULL AND (arr_delay IS NULL OR air_time IS NULL) AS diverted,
        time_hour + to_minutes(minute) AS scheduled_departure,
        scheduled_departure + to_minutes(greatest(coalesce(dep_delay, 0), 0)) AS departed_at,
        CASE WHEN cancelled THEN scheduled_departure
             WHEN diverted THEN departed_at + INTERVAL 1 DAY
             ELSE departed_at + to_minutes(air_time) END AS landed_at
    FROM read_csv('{file}', nullstr = 'NA', types = {{'tailnum': 'VARCHAR', 'time_hour': 'TIMESTAMP'}})
"""
WEATHER = """
    SELECT *, time_hour AS observed_at
    FROM read_csv('{file}', nullstr = 'NA', types = {{'time_hour': 'TIMESTAMP'}})
"""
PLANES = "SELECT *, tailnum AS tail_number FROM read_csv('{file}', nullstr = 'NA')"
PLAIN = "SELECT * FROM read_csv('{file}', nullstr = 'NA')"
TABLES = {"flights": FLIGHTS, "weather": WEATHER, "planes": PLANES, "airports": PLAIN, "airlines": PLAIN}


@dataclass(frozen=True)
class Reference:
    """What a training set asks for: `view.feature as name on key = column`."""

    view: str
    feature: str
    alias: str | None
    on: dict[str, str]

    @staticmethod
    def parse(text: str) -> "Reference":
        match = REFERENCE.fullmatch(text.strip())
        assert match, text
        pairs = [pair.split("=") for pair in (match[4] or "").split(",") if pair]
        return Reference(match[1], match[2], match[3], {key.strip(): column.strip() for key, column in pairs})

    def column(self, feature: str) -> str:
        if self.feature == "*":
            return (self.alias or "").removesuffix("*") + feature
        return self.alias or feature


# Spark's functions that the views computed on demand use, as DuckDB has them.
MACROS = """
    CREATE MACRO from_utc_timestamp(instant, zone) AS instant AT TIME ZONE 'UTC' AT TIME ZONE zone;
    CREATE MACRO unix_micros(instant) AS epoch_us(instant);
    CREATE MACRO weekday(day) AS isodow(day) - 1;
"""


class Oracle:
    """The source files of the flights pipeline, and its views over them."""

    def __init__(self, conf: Path, pipeline: Path) -> None:
        self.duck = duckdb.connect()
        self.duck.execute("SET TimeZone = 'UTC'; SET threads = 2; CREATE SCHEMA clean;" + MACROS)
        for name, query in TABLES.items():
            file = pipeline / "sample" / f"{name}.csv.gz"
            self.duck.execute(f"CREATE TABLE clean.{name} AS {query.format(file=file)}")
        self.views = _by_name((pipeline / "features").glob("*.yaml"), "feature_view")
        self.entities = _by_name((conf / "entities").glob("*.yaml"), "entity")

    def features(self, flight_ids: list[str], references: list[str]) -> dict[str, dict[str, Any]]:
        """What the references mean for each flight at its scheduled departure."""
        self.duck.execute("CREATE OR REPLACE TABLE wanted AS SELECT unnest(?) AS flight_id", [flight_ids])
        self.duck.execute(
            "CREATE OR REPLACE TABLE labels AS SELECT f.*, scheduled_departure AS label_time "
            "FROM clean.flights f JOIN wanted USING (flight_id)"
        )
        stored = [name for name, view in self.views.items() if "source" in view]
        for name in stored:
            self._store(name, name, {})
        answer: dict[str, dict[str, Any]] = {flight: {} for flight in flight_ids}
        for number, reference in enumerate(map(Reference.parse, references)):
            table = reference.view
            if reference.on:
                table = f"{reference.view}_on_{number}"
                self._store(table, reference.view, reference.on)
            elif table not in stored:
                self._compute(table, stored)
            names = list(self.views[reference.view]["features"]) if reference.feature == "*" else [reference.feature]
            found = self.duck.execute(f"SELECT flight_id, {', '.join(names)} FROM joined.{table}").fetchall()
            for flight, *values in found:
                answer[flight] |= zip(map(reference.column, names), values, strict=True)
        return answer

    def _store(self, table: str, name: str, on: dict[str, str]) -> None:
        """Answer a view with a source for every label, as the table joined.<table>."""
        view = self.views[name]
        keys = list(self.entities[view["entity"]]["keys"])
        matches = [f"e.k{i} = l.{on.get(key, key)}" for i, key in enumerate(keys)] + _visible(view)
        values = [f"{_value(view, i, feature)} AS {f}" for i, (f, feature) in enumerate(view["features"].items())]
        self.duck.execute(
            f"CREATE SCHEMA IF NOT EXISTS joined; CREATE OR REPLACE TABLE joined.{table} AS "
            f"WITH events AS ({self._events(view, keys)}) SELECT l.flight_id, {', '.join(values)} "
            f"FROM labels l LEFT JOIN events e ON {' AND '.join(matches) or 'true'} GROUP BY l.flight_id"
        )

    def _compute(self, name: str, stored: list[str]) -> None:
        """Answer a view that is computed from the label's own columns and other views."""
        values = [
            re.sub(r"(\d)D\b", r"\1", feature["of"]) + f" AS {f}" for f, feature in self.views[name]["features"].items()
        ]
        joins = " ".join(f"JOIN joined.{other} ON {other}.flight_id = labels.flight_id" for other in stored)
        self.duck.execute(
            f"CREATE OR REPLACE TABLE joined.{name} AS SELECT labels.flight_id, {', '.join(values)} FROM labels {joins}"
        )

    def _events(self, view: dict[str, Any], keys: list[str]) -> str:
        happened = view.get("event_time")
        known = view.get("available_time") or (
            happened and f"{happened} + {_interval(view.get('publish_delay', '0s'))}"
        )
        columns = [f"{view.get('keys', {}).get(key, key)} AS k{i}" for i, key in enumerate(keys)]
        columns += [f"{happened or 'NULL::TIMESTAMP'} AS happened", f"{known or 'NULL::TIMESTAMP'} AS known"]
        columns += [f"({feature.get('of', 'true')}) AS f{i}" for i, feature in enumerate(view["features"].values())]
        order = view.get("sequence") or ("flight_id" if view["source"] == "clean.flights" else "1")
        return f"SELECT {', '.join(columns)}, {order} AS place FROM {view['source']} WHERE {view.get('where', 'true')}"


def _visible(view: dict[str, Any]) -> list[str]:
    """What makes an event one that the label may see."""
    if "event_time" not in view:
        return []
    before = "<" if view.get("boundary") == "exclusive" else "<="
    conditions = [f"e.happened {before} l.label_time", "e.known <= l.label_time"]
    windows = [_seconds(feature["window"]) for feature in view["features"].values() if "window" in feature]
    if "ttl" in view:
        conditions.append(f"e.happened >= l.label_time - {_interval(view['ttl'])}")
    elif len(windows) == len(view["features"]):
        conditions.append(f"e.happened >= l.label_time - to_seconds({max(windows)})")
    return conditions


def _value(view: dict[str, Any], i: int, feature: dict[str, Any]) -> str:
    within = "e.k0 IS NOT NULL"
    if "window" in feature:
        edge = ">=" if view.get("boundary") == "exclusive" else ">"
        within += f" AND e.happened {edge} l.label_time - {_interval(feature['window'])}"
    match feature.get("aggregate", "last"):
        case "last":
            chosen = "arg_max" if feature.get("null_policy") == "skip" else "arg_max_null"
            order = "row(e.happened, e.known, e.place)" if "event_time" in view else "1"
            call = f"{chosen}(e.f{i}, {order})"
        case "mean":
            call = f"avg(e.f{i}::double)"
        case "sum":
            call = f"sum(e.f{i}::double)"
        case aggregate:
            call = f"{aggregate}(e.f{i})"
    return f"{call} FILTER (WHERE {within})"


def _interval(text: str) -> str:
    return f"to_seconds({_seconds(text)})"


def _seconds(text: str) -> int:
    match = re.fullmatch(r"(\d+)([smhd])", text)
    assert match, f"{text!r} is no duration that this oracle reads"
    return int(match[1]) * SECONDS[match[2]]


def _by_name(files: Any, key: str) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    return {content[key]: content for content in (yaml.safe_load(file.read_text()) for file in files)}
