"""The flights pipeline and its data cut down to three months, for what must be run many times."""

import gzip
import shutil
from pathlib import Path

INTERVAL = "2013-01-01/2013-04-01"
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
        **{f"    - {view}.*\n": "" for view in LEFT_OUT},
    },
}


def cut(conf: Path, into: Path) -> Path:
    """Copy the configuration to `into` and cut its flights pipeline; returns the pipeline's folder."""
    pipeline = Path(shutil.copytree(conf, into)) / "pipelines/flights"
    for name, replacements in CUTS.items():
        text = (pipeline / name).read_text()
        for old, new in replacements.items():
            assert old in text, f"{name} no longer says {old!r}"
            text = text.replace(old, new)
        (pipeline / name).write_text(text)
    for view in LEFT_OUT:
        (pipeline / f"features/{view}.yaml").unlink()
    for name in ("flights", "weather"):
        _shorten(pipeline / f"sample/{name}.csv.gz")
    return pipeline


def _shorten(file: Path) -> None:
    """Leave out the records whose last column, time_hour, is not before UNTIL."""
    header, *records = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    kept = [record for record in records if record.rstrip().rsplit(b",", 1)[1] < UNTIL.encode()]
    assert 0 < len(kept) < len(records)
    file.write_bytes(gzip.compress(b"".join([header, *kept]), compresslevel=1, mtime=0))
