"""What the acceptance tests share: one demo lake, and a smaller pipeline for what must be run many times."""

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from command import FIRST_COMPILER, Falaj, Outcome
from small import INTERVAL, cut


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker gets the tests over the small pipeline, the longest, the other those over the demo; then any."""
    lakes = ("small", "demo")
    place = {
        item: next((n for n, lake in enumerate(lakes) if lake in getattr(item, "fixturenames", ())), len(lakes))
        for item in items
    }
    for item, number in place.items():
        if number < len(lakes):
            item.add_marker(pytest.mark.xdist_group(lakes[number]))
    items.sort(key=place.__getitem__)


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
    """The launcher, as a user has it who asks for little."""
    environment = {"XDG_CONFIG_HOME": str(home / "config"), "JDK_JAVA_OPTIONS": FIRST_COMPILER}
    return Falaj([str(checkout / "falaj")], environment, home)


@pytest.fixture(scope="session")
def demo(falaj: Falaj, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    lake = tmp_path_factory.mktemp("demo") / "lake"
    as_it_is = replace(falaj, environment=falaj.environment | {"JDK_JAVA_OPTIONS": ""})
    return Demo(lake, as_it_is("demo", "--lake", lake).expect(0))


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
