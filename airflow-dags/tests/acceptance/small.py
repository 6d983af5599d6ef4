"""The flights pipeline and its data cut down to three months, for what must be run many times."""

import gzip
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

INTERVAL = "2013-01-01/2013-04-01"
TAIL_NUMBER = 11  # of the columns of flights
UNTIL = "2013-04-02"  # a day more than the interval, which ingest has to leave out

# Feature views of the kind of carrier_delays.
LEFT_OUT = ("origin_delays", "route_delays")
# What is replaced in which file; each text must be there, so that a change of the pipeline is noticed.
CUTS: dict[str, dict[str, str]] = {
    "pipeline.yaml": {"interval: 2013-01-01/2014-01-01": f"interval: {INTERVAL}"},
    "models/late_arrival.yaml": {
        "fit: 2013-01-01/2013-07-01": "fit: 2013-01-01/2013-02-10",
        "validation: 2013-07-01/2013-07-16": "validation: 2013-02-10/2013-02-20",
        "gate: 2013-07-16/2013-08-01": "gate: 2013-02-20/2013-03-01",
        "epochs: 12": "epochs: 3",
        "roc_auc: 0.7": "roc_auc: 0.6",
        **{f"    - {view}.*\n": "" for view in LEFT_OUT},
    },
    "datasets/flights.yaml": {
        "  - {references: {columns: [dest], table: clean.airports, to: [faa]}, severity: WARN}\n": "",
    },
}


def cut(conf: Path, into: Path, without: tuple[str, ...] = ()) -> Path:
    """Copy the configuration to `into` and cut its flights pipeline; returns the pipeline's folder.

    Datasets to go without must be among those that nothing reads.
    """
    pipeline = Path(shutil.copytree(conf, into)) / "pipelines/flights"
    for name, replacements in CUTS.items():
        text = (pipeline / name).read_text()
        for old, new in replacements.items():
            assert old in text, f"{name} no longer says {old!r}"
            text = text.replace(old, new)
        (pipeline / name).write_text(text)
    for view in LEFT_OUT:
        (pipeline / f"features/{view}.yaml").unlink()
    for dataset in without:
        (pipeline / f"datasets/{dataset}.yaml").unlink()
    _shorten(pipeline / "sample/weather.csv.gz")
    _shorten(pipeline / "sample/flights.csv.gz", _is_of_a_third)
    return pipeline


def _is_of_a_third(record: bytes) -> bool:
    """Whether a flight is one of a third of the aircraft, whose legs are all there."""
    return zlib.crc32(record.split(b",")[TAIL_NUMBER]) % 3 == 0


def _shorten(file: Path, wanted: Callable[[bytes], bool] = lambda record: True) -> None:
    """Leave out the records whose last column, time_hour, is not before UNTIL, and those not wanted."""
    header, *records = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    kept = [record for record in records if record.rstrip().rsplit(b",", 1)[1] < UNTIL.encode() and wanted(record)]
    assert 0 < len(kept) < len(records)
    file.write_bytes(gzip.compress(b"".join([header, *kept]), compresslevel=1, mtime=0))
