"""File systems mounted for a test: root is bound by no permissions, but neither writes to a read-only or full one."""

import subprocess
from pathlib import Path


def mount(*arguments: str | Path) -> None:
    """Run mount; where the user may not, say what to do about it, as MountedDisk of the Java tests does."""
    command = ["mount", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, (
        f"This test needs a disk of its own, and '{' '.join(command)}' failed: {done.stdout.strip()}. Run the tests as "
        "a user that may mount (root, or below: unshare --user --map-root-user --mount ./falaj test)."
    )
