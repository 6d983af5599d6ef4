"""What the acceptance tests share: one demo lake, and a smaller pipeline for what must be run many times."""

import fcntl
import re
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from command import FIRST_COMPILER, Falaj
from small import INTERVAL, cut

# The files of long tests, in the order that keeps two workers busy to the end; then the others.
FIRST = ("test_cluster", "test_demo", "test_crash", "test_bad_input", "test_kill")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: FIRST.index(item.path.stem) if item.path.stem in FIRST else len(FIRST))


@dataclass(frozen=True)
class Demo:
    """The lake that the demo made, and what it said."""

    lake: Path
    told: str
    memory: int
    """The most that it had in memory at any time, in bytes."""

    @property
    def report(self) -> Path:
        found = re.search(r"(/\S+\.html)", self.told)
        assert found, f"the demo names no report:\n{self.told}"
        return Path(found[1])


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of a test run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@contextmanager
def _once(folder: Path) -> Iterator[bool]:
    """Whether this worker is the one to fill the folder; the others wait until it has."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        first = not folder.exists()
        folder.mkdir(exist_ok=True)
        yield first


@pytest.fixture(scope="session")
def home(shared: Path) -> Path:
    """A user's home, with a signing key in it."""
    return shared / "home"


@pytest.fixture(scope="session")
def falaj(checkout: Path, home: Path) -> Falaj:
    """The launcher, as a user has it who asks for little."""
    environment = {"XDG_CONFIG_HOME": str(home / "config"), "JDK_JAVA_OPTIONS": FIRST_COMPILER}
    launcher = Falaj([str(checkout / "falaj")], environment, home)
    with _once(home) as first:
        if first:
            launcher("keys", "create").expect(0)
    return launcher


@pytest.fixture(scope="session")
def demo(falaj: Falaj, shared: Path) -> Demo:
    folder = shared / "demo"
    lake, told, memory = folder / "lake", folder / "told.txt", folder / "memory.txt"
    with _once(folder) as first:
        if first:
            as_it_is = replace(falaj, environment=falaj.environment | {"JDK_JAVA_OPTIONS": ""})
            told.write_text(as_it_is("demo", "--lake", lake).expect(0).out)
            # Of all that this worker has started so far, the demo takes the most.
            memory.write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))
        return Demo(lake, told.read_text(), int(memory.read_text()))


@dataclass(frozen=True)
class Small:
    """The pipeline of three months, and the lake that `run` made of it in one go."""

    pipeline: Path
    lake: Path
    interval: str = INTERVAL

    @property
    def options(self) -> tuple[object, ...]:
        return ("--pipeline", self.pipeline, "--interval", self.interval)


@pytest.fixture(scope="session")
def small(falaj: Falaj, checkout: Path, shared: Path) -> Small:
    folder = shared / "small"
    with _once(folder) as first:
        if first:
            cut(checkout / "conf", folder / "conf", without=("airports",))
        made = Small(folder / "conf/pipelines/flights", folder / "lake")
        if first:
            falaj("run", *made.options, "--lake", made.lake).expect(0)
        return made


@pytest.fixture
def conf(checkout: Path, tmp_path: Path) -> Path:
    """A copy of the configuration that a test may spoil."""
    return Path(shutil.copytree(checkout / "conf", tmp_path / "conf"))
