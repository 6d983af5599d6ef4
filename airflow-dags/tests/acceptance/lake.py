"""A lake as other programs see it: Delta tables in folders, read by delta-rs and never by Falaj."""

from pathlib import Path
from typing import Any

import duckdb
from deltalake import DeltaTable


def tables(lake: Path) -> dict[str, DeltaTable]:
    """Every Delta table of the lake, as zone.table."""
    logs = sorted(lake.glob("*/*/_delta_log"))
    return {f"{log.parent.parent.name}.{log.parent.name}": DeltaTable(str(log.parent)) for log in logs}


def rows(lake: Path, zone: str, table: str) -> list[dict[str, Any]]:
    """The newest version of a table."""
    return DeltaTable(str(lake / zone / table)).to_pyarrow_table().to_pylist()


def contents(lake: Path) -> dict[tuple[str, ...], tuple[int, str]]:
    """What was computed: rows and content checksum of every table, by the interval that was committed last."""
    newest: dict[tuple[str, ...], tuple[int, dict[str, Any]]] = {}
    for commit in rows(lake, "lineage", "commits"):
        interval = (commit["step"], commit["output"], commit["interval"])
        if interval not in newest or newest[interval][0] < commit["generation"]:
            newest[interval] = (commit["generation"], commit)
    return {
        (*interval, table["name"]): (table["rows"], table["checksum"])
        for interval, (_, commit) in newest.items()
        for table in commit["tables"]
    }


def files(folder: Path) -> dict[str, bytes | int]:
    """Every file below a folder: those of table logs by their bytes, others by their size."""
    return {
        str(file.relative_to(folder)): file.read_bytes() if "_delta_log" in file.parts else file.stat().st_size
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def one(query: str, **relations: object) -> tuple[Any, ...]:
    """The one row that a query over Arrow datasets gives."""
    with duckdb.connect() as duck:
        for name, relation in relations.items():
            duck.register(name, relation)
        (row,) = duck.execute(query).fetchall()
    return row
