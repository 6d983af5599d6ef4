"""Each step killed in its middle, and run again."""

import os
import random
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

from command import Falaj
from conftest import Small
from lake import contents, rows

STEPS = ("ingest", "materialize", "training-set", "train", "promote", "score", "monitor")


def test_a_step_that_was_killed_ends_the_same_when_it_is_run_again(small: Small, falaj: Falaj, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    moments = random.Random(2013)

    for step, written in _work(small.lake).items():
        command = (step, *small.options, "--lake", lake)
        _kill(
            falaj.start(*command, output=subprocess.DEVNULL),
            lake,
            moments.randint(1, max(1, written // 2)),
        )
        falaj(*command).expect(0)

    assert contents(lake) == contents(small.lake)


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


def _kill(process: subprocess.Popen[str], lake: Path, files: int) -> None:
    """Kill a process once it has written so many files to the lake."""
    before = _count(lake)
    while _count(lake) < before + files:
        assert process.poll() is None, f"it ended with {process.returncode} before it had written {files} files"
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "it ended before it could be killed"


def _count(lake: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(lake))
