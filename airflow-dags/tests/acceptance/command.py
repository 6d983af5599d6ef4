"""Falaj as its users start it: a command line, and what comes back."""

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Of Java whose life is short: the second compiler would not pay, and alone the first has too little room for its code.
FIRST_COMPILER = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m"


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str
    seconds: float

    def expect(self, code: int) -> "Outcome":
        assert self.code == code, f"exit code {self.code}, not {code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"
        return self


@dataclass(frozen=True)
class Falaj:
    """A way to start Falaj: `prefix` is ./falaj, or spark-submit up to the jar."""

    prefix: Sequence[str]
    environment: dict[str, str]
    directory: Path

    def start(self, *arguments: object, output: int = subprocess.PIPE) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*self.prefix, *map(str, arguments)],
            env=os.environ | self.environment,
            cwd=self.directory,
            stdout=output,
            stderr=output,
            text=True,
            # A group of its own: spark-submit and the JVM it starts die together.
            start_new_session=True,
        )

    def __call__(self, *arguments: object) -> Outcome:
        began = time.monotonic()
        process = self.start(*arguments)
        out, err = process.communicate(timeout=600)
        return Outcome(process.returncode, out, err, time.monotonic() - began)
