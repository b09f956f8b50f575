"""Ways through the product that tests go, as claims: each is a run of pytest just now, the slow tests too."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping

from benchmarks.claims import Claim, happens
from benchmarks.server import ROOT

Ways = Mapping[str, tuple[str, ...]]


def walked(ways: Ways) -> Iterator[Claim]:
    """Run the test files of each way; what pytest said last is the note."""
    for claimed, files in ways.items():
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", "", "-p", "no:cacheprovider", *files],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        lines = done.stdout.strip().splitlines() or [done.stderr.strip()[-200:]]
        yield happens(claimed, done.returncode == 0, lines[-1])
