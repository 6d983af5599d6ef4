"""What a user may get wrong: each is said clearly, with a remedy and its exit code, and the lake stays as it was."""

import gzip
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from command import Falaj, Outcome
from disk import mount
from lake import contents, files
from small import cut

JANUARY = "2013-01-01/2013-02-01"


@dataclass(frozen=True)
class Shop:
    """A configuration of its own and a lake that holds the airlines already."""

    falaj: Falaj
    conf: Path
    lake: Path

    @property
    def pipeline(self) -> Path:
        return self.conf / "pipelines/flights"

    def ingest(self, dataset: str, *, interval: str = JANUARY, lake: Path | None = None) -> Outcome:
        where = ("--conf", self.conf, "--pipeline", "flights", "--lake", lake or self.lake)
        return self.falaj("ingest", *where, "--dataset", dataset, "--interval", interval)

    def data(self) -> dict[str, bytes | int]:
        """What the lake holds, byte for byte; that a run failed is recorded beside it."""
        return {
            name: content
            for name, content in files(self.lake).items()
            if name.split("/")[0] not in ("lineage", "monitoring")
        }


@pytest.fixture(scope="module")
def shop(falaj: Falaj, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop")
    made = Shop(falaj, folder / "conf", folder / "lake")
    cut(checkout / "conf", made.conf)
    made.ingest("airlines").expect(0)
    return made


@pytest.fixture
def spoil(shop: Shop) -> Iterator[Shop]:
    """The shop, whose airlines file, which is ingested, and airports file, which is not, may be spoiled."""
    good = {file: file.read_bytes() for file in (shop.pipeline / "sample").glob("air*.csv.gz")}
    yield shop
    for file, content in good.items():
        file.write_bytes(content)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ingst"], "Unknown command 'ingst'. Did you mean 'ingest'?"),
        (["ingest", "--pipline", "flights"], "Unknown option '--pipline'. Did you mean '--pipeline'?"),
        (["ingest", "--pipeline", "flihgts"], r"Unknown pipeline 'flihgts' .* Did you mean 'flights'\?"),
        (["train", "--model", "late_arival"], "[Uu]nknown model 'late_arival'.* Did you mean 'late_arrival'?"),
        (["ingest", "--dataset", "flight"], "[Uu]nknown dataset 'flight'.* Did you mean 'flights'?"),
        (["ingest", "--interval", "2013-01-01"], "2013-01-01.*START/END"),
        (
            ["ingest", "--interval", "2013-02-01/2013-01-01"],
            "2013-01-01 is empty: its end must be later than its",
        ),
        (["sql", "SELECT * FROM lake.clean.flihgts"], "lake.*clean.flihgts"),
        ([], "No command is given"),
    ],
    ids=" ".join,
)
def test_a_mistake_on_the_command_line(shop: Shop, arguments: list[str], message: str) -> None:
    before = files(shop.lake)
    where = ["--lake", str(shop.lake)] if len(arguments) > 1 else []

    outcome = shop.falaj(*arguments, *where).expect(2)

    assert re.search(message, outcome.err), outcome.err
    assert outcome.out == ""
    assert files(shop.lake) == before


def test_malformed_yaml_is_named_with_file_line_and_column(falaj: Falaj, conf: Path) -> None:
    (conf / "pipelines/flights/datasets/planes.yaml").write_text("dataset: planes\n  keys: [\n")

    outcome = falaj("check", "--conf", conf, "--pipeline", "flights").expect(2)

    assert re.search(r"conf/pipelines/flights/datasets/planes\.yaml:2:7: not valid YAML", outcome.err), outcome.err


def test_all_problems_of_the_configuration_are_told_at_once(falaj: Falaj, conf: Path) -> None:
    pipeline = conf / "pipelines/flights"
    for file, old, new in (("pipeline.yaml", "owner:", "ownr:"), ("datasets/planes.yaml", "keys:", "kees:")):
        (pipeline / file).write_text((pipeline / file).read_text().replace(old, new))

    outcome = falaj("check", "--conf", conf, "--pipeline", "flights").expect(2)

    assert re.search(r"pipeline\.yaml:\d+:\d+: unknown key 'ownr'. Did you mean 'owner'\?", outcome.err)
    assert re.search(r"planes\.yaml:\d+:\d+: unknown key 'kees'. Did you mean 'keys'\?", outcome.err)


def test_an_interval_without_data_is_refused(shop: Shop) -> None:
    before = shop.data()

    outcome = shop.ingest("weather", interval="2031-01-01/2031-02-01").expect(3)

    assert re.search(r"no records in 2031-01-01/2031-02-01", outcome.err), outcome.err
    assert shop.data() == before


def test_a_missing_source_file(spoil: Shop) -> None:
    before = spoil.data()
    (spoil.pipeline / "sample/airlines.csv.gz").unlink()

    outcome = spoil.ingest("airlines").expect(2)

    assert re.search(r"sample/airlines\.csv\.gz", outcome.err), outcome.err
    assert spoil.data() == before


def test_a_truncated_source_file(spoil: Shop) -> None:
    before = spoil.data()
    file = spoil.pipeline / "sample/airports.csv.gz"
    file.write_bytes(file.read_bytes()[:150])

    outcome = spoil.ingest("airports").expect(3)

    assert re.search(r"airports\.csv\.gz.*(truncated|cut|ends)", outcome.err, re.DOTALL), outcome.err
    assert spoil.data() == before


def test_a_source_file_of_another_schema(spoil: Shop) -> None:
    before = spoil.data()
    (spoil.pipeline / "sample/airports.csv.gz").write_bytes(gzip.compress(b"code,title\nABQ,Sunport\n"))

    outcome = spoil.ingest("airports").expect(3)

    assert re.search(r"airports.*column.*faa", outcome.err, re.DOTALL), outcome.err
    assert spoil.data() == before


def test_a_source_file_that_changed_after_it_was_ingested(spoil: Shop) -> None:
    before = spoil.data()
    file = spoil.pipeline / "sample/airlines.csv.gz"
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()) + b"ZZ,Zephyr Zone\n"))

    outcome = spoil.ingest("airlines").expect(3)

    assert re.search(r"sample/airlines\.csv\.gz had SHA-256 .* changed: take", outcome.err), outcome.err
    assert spoil.data() == before


def test_a_lake_of_another_version(shop: Shop) -> None:
    mark = shop.lake / "_falaj/format.json"
    good = mark.read_text()
    checksum = mark.with_name(".format.json.crc")
    kept = checksum.read_bytes()
    checksum.unlink()
    mark.write_text(good.replace("1", "99"))
    before = files(shop.lake)
    try:
        outcome = shop.ingest("airlines").expect(2)
    finally:
        mark.write_text(good)
        checksum.write_bytes(kept)

    assert "format version 99, and this release reads version 1" in outcome.err
    after = before | {"_falaj/format.json": len(good), "_falaj/.format.json.crc": len(kept)}
    assert files(shop.lake) == after


def test_a_folder_that_is_no_lake(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"not a table")

    outcome = shop.ingest("airlines", lake=tmp_path).expect(2)

    assert "is not empty and no lake" in outcome.err
    assert [file.name for file in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", folder)
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_who_may_not_mount_is_told_how_to_run_the_tests(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"(?s)'mount .*absent' failed: .* Run the tests as a user that may mount"):
        mount("-t", "tmpfs", "tmpfs", tmp_path / "absent")


def test_no_permission_to_write(shop: Shop, mounted: Path) -> None:
    subprocess.run(["cp", "-r", shop.lake, mounted / "lake"], check=True)
    mount("-o", "remount,ro", mounted)
    before = files(mounted)

    outcome = shop.ingest("planes", lake=mounted / "lake").expect(2)

    assert re.search(r"no permission.*another lake with --lake", outcome.err, re.DOTALL), outcome.err
    assert files(mounted) == before


def test_a_full_disk_and_the_same_run_after_space_was_made(shop: Shop, mounted: Path) -> None:
    lake = mounted / "lake"
    subprocess.run(["cp", "-r", shop.lake, lake], check=True)
    shop.ingest("planes", lake=lake).expect(0)
    before = contents(lake)
    used = sum(file.stat().st_size for file in lake.rglob("*") if file.is_file())
    mount("-o", f"remount,size={used + 600_000}", mounted)

    outcome = shop.ingest("flights", lake=lake).expect(4)

    assert re.search(r"disk is full.*run again", outcome.err, re.DOTALL), outcome.err
    assert contents(lake) == before

    mount("-o", "remount,size=400m", mounted)
    shop.ingest("flights", lake=lake).expect(0)
    assert ("ingest", "flights", JANUARY, "clean.flights") in contents(lake)
