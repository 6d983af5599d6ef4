"""The flights pipeline cut down to three months, for what must be run many times."""

import shutil
from pathlib import Path

INTERVAL = "2013-01-01/2013-04-01"

# What is replaced in which file; each text must be there, so that a change of the pipeline is noticed.
CUTS: dict[str, dict[str, str]] = {
    "pipeline.yaml": {"interval: 2013-01-01/2014-01-01": f"interval: {INTERVAL}"},
    "models/late_arrival.yaml": {
        "fit: 2013-01-01/2013-07-01": "fit: 2013-01-01/2013-02-10",
        "validation: 2013-07-01/2013-07-16": "validation: 2013-02-10/2013-02-20",
        "gate: 2013-07-16/2013-08-01": "gate: 2013-02-20/2013-03-01",
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
    return pipeline
