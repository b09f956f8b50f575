"""The promises of SECURITY.md, each as the tests that keep it tried it just now, with the full counts."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.claims import Claim, at_most, exactly, happens, proof
from benchmarks.server import ROOT

MINUTES = 20


@proof("trust", "Nobody is found out, nothing is lost, nobody is fooled: every promise with how often it was tried")
def promises_that_tests_keep() -> Iterator[Claim]:
    """Run every test that keeps a promise, the slow ones too."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "promises.jsonl"
        options = ["-q", "-m", "trust", "-p", "no:cacheprovider", "-n", "logical", "--maxprocesses", "4"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, "--dist", "loadfile", "--promises", str(table), "tests"],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        rows = [json.loads(line) for line in table.read_text(encoding="utf-8").splitlines()] if table.exists() else []
    minutes = (time.monotonic() - began) / 60
    for row in rows:
        yield exactly(f"{row['code']}: {row['promise']}", row["failures"], 0, f"{row['tried']:,} tried")
    lines = done.stdout.strip().splitlines() or [done.stderr.strip()[-200:]]
    yield happens("every test that keeps a promise passes", done.returncode == 0, lines[-1])
    yield at_most("all of them with the full counts", minutes, MINUTES, "min")
