"""`./run prove [NAME] [--json]`: list the promises, or measure one here and say whether it holds."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import textwrap
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict

import benchmarks
from benchmarks.claims import REGISTER, Claim, Promise, Verdict, measure

HEADINGS = ("claimed", "goal", "measured here", "verdict")
WIDEST = (52, 28, 24, 12)


def load_proofs() -> dict[str, Promise]:
    """Import every module of benchmarks/, which registers its proofs."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name != "prove":
            importlib.import_module(f"benchmarks.{module.name}")
    return dict(sorted(REGISTER.items()))


def table(claims: Iterable[Claim]) -> str:
    """The claims as a table in plain text, long cells wrapped and notes below their row."""
    rows = [(claim.claimed, claim.goal, claim.measured, claim.verdict.value) for claim in claims]
    columns = zip(HEADINGS, *rows, strict=True)
    widths = [min(widest, max(map(len, column))) for widest, column in zip(WIDEST, columns, strict=True)]
    lines = [*_row(HEADINGS, widths), "  ".join("-" * width for width in widths)]
    for claim, row in zip(claims, rows, strict=True):
        lines += _row(row, widths)
        lines += textwrap.wrap(claim.note, 110, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    height = max(len(cell) for cell in wrapped)
    padded = [cell + [""] * (height - len(cell)) for cell in wrapped]
    return [
        "  ".join(part.ljust(width) for part, width in zip(line, widths, strict=True)).rstrip()
        for line in zip(*padded, strict=True)
    ]


def document(name: str, claims: Iterable[Claim], seconds: float) -> dict[str, object]:
    """The answer of --json."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cpus": os.cpu_count()}
    return {
        "name": name,
        "claims": [asdict(claim) for claim in claims],
        "holds": holds(claims),
        "seconds": round(seconds, 1),
        "machine": machine,
    }


def holds(claims: Iterable[Claim]) -> bool:
    """Whether nothing falls short and at least one claim was measured."""
    verdicts = {claim.verdict for claim in claims}
    return Verdict.FALLS_SHORT not in verdicts and Verdict.HOLDS in verdicts


def summary(name: str, claims: Sequence[Claim], seconds: float) -> str:
    """The closing line."""
    short = sum(claim.verdict is Verdict.FALLS_SHORT for claim in claims)
    open_ones = sum(claim.verdict is Verdict.NOT_MEASURED for claim in claims)
    kept = len(claims) - short - open_ones
    return f"{name}: {kept} hold, {short} fall short, {open_ones} not measured, in {seconds:.0f} s"


def list_names(register: dict[str, Promise]) -> str:
    """What `./run prove` alone prints."""
    width = max((len(name) for name in register), default=0)
    lines = [f"  {promise.name:<{width}}  {promise.about}" for promise in register.values()]
    return "\n".join(["Promises that can be measured here with ./run prove NAME:", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every measured claim holds, 1 when one falls short, 2 when the name is unknown."""
    parser = argparse.ArgumentParser(prog="./run prove", description="Measure a promise of this product here.")
    parser.add_argument("name", nargs="?", help="which promise; without a name they are listed")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")
    asked = parser.parse_args(arguments)
    register = load_proofs()
    if asked.name is None:
        names = {name: promise.about for name, promise in register.items()}
        print(json.dumps(names, indent=2) if asked.json else list_names(register))
        return 0
    if asked.name not in register:
        print(f"There is no promise called {asked.name}. {list_names(register)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    claims = []
    for claim in measure(register[asked.name]):
        print(f"{claim.verdict.value}: {claim.claimed}", file=sys.stderr, flush=True)
        claims.append(claim)
    seconds = time.monotonic() - started
    if asked.json:
        print(json.dumps(document(asked.name, claims, seconds), indent=2))
    else:
        print(f"\n{table(claims)}\n\n{summary(asked.name, claims, seconds)}")
    return 0 if holds(claims) else 1


if __name__ == "__main__":
    sys.exit(main())
