"""A Spark standalone cluster of its own processes, from the stock distribution that pyspark carries."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BIN = Path(sys.prefix) / "bin"
# spark-submit finds the Python that carries Spark through the PATH.
STOCK_SPARK = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "SPARK_LOCAL_IP": "127.0.0.1"}


@contextmanager
def spark_cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a master and `workers` workers of one core each, and hand out the master's address."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = STOCK_SPARK | {"SPARK_DAEMON_MEMORY": "256m"}
        command = [str(BIN / "spark-class"), f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]]
        with (folder / f"{name}.log").open("wb") as output:
            processes.append(subprocess.Popen(command, stdout=output, stderr=output, env=environment))
        return processes[-1]

    try:
        ports = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        master = _wait_for(
            folder / "master.log", start("master", "master.Master", *ports), r"Starting Spark master at (spark://\S+)"
        )
        for number in range(workers):
            size = ("--cores", "1", "--memory", "1g", "-d", str(folder / f"worker{number}"))
            worker = start(f"worker{number}", "worker.Worker", *ports, *size, master)
            _wait_for(folder / f"worker{number}.log", worker, r"(Successfully registered with master)")
        yield master
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(timeout=30)
        for number in range(workers):
            shutil.rmtree(folder / f"worker{number}", ignore_errors=True)


def _wait_for(log: Path, process: subprocess.Popen[bytes], pattern: str) -> str:
    deadline = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < deadline:
        if found := re.search(pattern, log.read_text()):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"{log.name} never said {pattern!r}:\n{log.read_text()}")
