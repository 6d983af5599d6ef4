"""What the acceptance tests share: one demo lake, and a smaller pipeline for what must be run many times."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import Falaj, Outcome
from small import INTERVAL, cut


@dataclass(frozen=True)
class Demo:
    """The lake that the demo made, and what it said."""

    lake: Path
    outcome: Outcome

    @property
    def report(self) -> Path:
        found = re.search(r"(/\S+\.html)", self.outcome.out)
        assert found, f"the demo names no report:\n{self.outcome.out}"
        return Path(found[1])


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's empty home, where keys are made."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def falaj(checkout: Path, home: Path) -> Falaj:
    """The launcher, as a user has it."""
    return Falaj([str(checkout / "falaj")], {"XDG_CONFIG_HOME": str(home / "config")}, home)


@pytest.fixture(scope="session")
def demo(falaj: Falaj, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    lake = tmp_path_factory.mktemp("demo") / "lake"
    return Demo(lake, falaj("demo", "--lake", lake).expect(0))


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
def small(falaj: Falaj, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("small")
    made = Small(cut(checkout / "conf", folder / "conf"), folder / "lake")
    falaj("keys", "create")
    falaj("run", *made.options, "--lake", made.lake).expect(0)
    return made


@pytest.fixture
def conf(checkout: Path, tmp_path: Path) -> Path:
    """A copy of the configuration that a test may spoil."""
    return Path(shutil.copytree(checkout / "conf", tmp_path / "conf"))
