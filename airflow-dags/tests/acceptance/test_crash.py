"""A run killed in the middle of each step, and started again."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from command import Falaj
from conftest import Small
from lake import contents, rows

STEPS = ("ingest", "materialize", "training-set", "train", "promote", "score", "monitor")
TOLD = [[step] for step in STEPS]


def test_a_run_that_was_killed_in_each_step_ends_the_same(small: Small, falaj: Falaj, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run = ("run", *small.options, "--lake", lake)
    outputs = Counter(step for step, _ in {key[:2] for key in contents(small.lake)})
    moments = random.Random(2013)
    lines = 0

    for step, written in _work(small.lake).items():
        log = tmp_path / f"{step}.log"
        with log.open("w") as output:
            process = falaj.start(*run, output=output.fileno())
        # The step before, which the last run was killed in, ends the first thing.
        _wait(process, lambda log=log, told=lines: _told(log) >= told, f"{step} begins")
        files = _count(lake) + moments.randint(1, max(1, written // 2))
        _wait(process, lambda files=files: _count(lake) >= files, f"{step} has written {files} files")
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, f"it ended before it could be killed in {step}"
        lines += outputs[step]
        assert _told(log) < lines, f"{step} had ended already"
    falaj(*run).expect(0)

    assert contents(lake) == contents(small.lake)
    assert "Sound, no finding." in falaj("audit", "verify", "--lake", lake).expect(0).out


def _work(lake: Path) -> dict[str, int]:
    """How many files each step wrote in an undisturbed run."""
    ended: dict[str, datetime] = {}
    for commit in rows(lake, "lineage", "commits"):
        ended[commit["step"]] = max(commit["committed_at"], ended.get(commit["step"], commit["committed_at"]))
    written = sorted(datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in lake.rglob("*") if file.is_file())
    work, began = {}, written[0]
    for step in STEPS:
        work[step] = sum(began < at <= ended[step] for at in written)
        began = ended[step]
    return work


def _wait(process: subprocess.Popen[str], until: Callable[[], bool], what: str) -> None:
    while not until():
        assert process.poll() is None, f"it ended with {process.returncode} before {what}"
        time.sleep(0.01)


def _told(log: Path) -> int:
    """How many lines a run has printed of what it ended."""
    return sum(line.split(maxsplit=1)[:1] in TOLD for line in log.read_text().splitlines())


def _count(lake: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(lake))
