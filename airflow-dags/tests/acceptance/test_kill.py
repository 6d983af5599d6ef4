"""An ingest, one of a late file and a replay, killed at any moment and started again."""

import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import Falaj
from lake import contents

KILLS = 20 if os.environ.get("FALAJ_EXHAUSTIVE") else 1
PIPELINE = "{pipeline: shop, description: A shop., owner: sales, interval: 2013-01-01/2013-04-01}"
SALES = """\
dataset: sales
source: {{format: csv, path: "in/*.csv"}}
keys: [id]
event_time: sold_at
partition: month
columns: {{id: {{type: int}}, sold_at: {{type: timestamp}}, pieces: {{type: int}}}}
expectations: [{{in_range: {{column: pieces, min: {least}}}, severity: QUARANTINE}}]
"""


@dataclass(frozen=True)
class Shop:
    """A pipeline of one dataset, whose source and contract change between three commands."""

    folder: Path
    falaj: Falaj

    def prepare(self, command: int) -> tuple[object, ...]:
        """Put everything as it is before a command, and give its arguments."""
        (self.folder / "datasets").mkdir(parents=True, exist_ok=True)
        (self.folder / "in").mkdir(exist_ok=True)
        (self.folder / "pipeline.yaml").write_text(PIPELINE)
        (self.folder / "datasets/sales.yaml").write_text(SALES.format(least=0 if command == 2 else 1))
        if command == 0:
            self._file("first.csv", 0, 2000)
        elif command == 1:
            self._file("late.csv", 2000, 100)
        return ("replay" if command == 2 else "ingest", "--pipeline", self.folder, "--lake", self.lake)

    def _file(self, name: str, first: int, count: int) -> None:
        rows = (f"{i},2013-0{i % 3 + 1}-15T10:00:00Z,{i % 50}" for i in range(first, first + count))
        (self.folder / "in" / name).write_text("id,sold_at,pieces\n" + "".join(f"{row}\n" for row in rows))

    @property
    def lake(self) -> Path:
        return self.folder / "lake"

    def written(self) -> int:
        return sum(len(names) for _, _, names in os.walk(self.lake))

    def run(self, command: int) -> int:
        """Run a command to its end, and tell how many files there are behind it."""
        self.falaj(*self.prepare(command)).expect(0)
        return self.written()


@pytest.fixture(scope="module")
def undisturbed(falaj: Falaj, tmp_path_factory: pytest.TempPathFactory) -> tuple[Shop, list[int]]:
    shop = Shop(tmp_path_factory.mktemp("undisturbed") / "shop", falaj)
    return shop, [0, *map(shop.run, range(3))]


@pytest.mark.parametrize("kill", range(KILLS))
def test_whenever_it_is_killed_it_ends_the_same(
    kill: int, undisturbed: tuple[Shop, list[int]], falaj: Falaj, tmp_path: Path
) -> None:
    whole, files = undisturbed
    moments = random.Random(2013 + kill)
    shop = Shop(tmp_path / "shop", falaj)
    # Each command has its turn; of the files that it writes, some are there.
    died = kill % 3
    for command in range(died):
        shop.run(command)
    moment = shop.written() + moments.randrange(files[died + 1] - files[died])

    process = falaj.start(*shop.prepare(died))
    while shop.written() <= moment and process.poll() is None:
        time.sleep(0.002)
    time.sleep(moments.random() / 20)
    os.killpg(process.pid, signal.SIGKILL)
    out, err = process.communicate()
    assert process.returncode == -signal.SIGKILL, f"it ended before it could be killed\n{out}\n{err}"

    for command in range(died, 3):
        shop.run(command)
    assert contents(shop.lake) == contents(whole.lake)
