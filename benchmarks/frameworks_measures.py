"""Figures behind the designer and the files: how fast rows are read, how soon power is known, what checks find."""

from __future__ import annotations

import csv
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.claims import Claim, at_least, at_most, exactly, happens, not_measured, proof
from benchmarks.desk import desk
from benchmarks.main_job import CORPORA, MAPPINGS, imported, stories_said
from benchmarks.phones import chromium
from benchmarks.server import ROOT, served

ROWS = 50_000
TIMES_CSV = 80  # a row becomes a story with every answer checked; the peer only splits it, in C
CAPTURE = ROOT / "tests" / "narratives" / "interchange" / "samples" / "sensemaker"
JUDGED = ROOT / "tests" / "narratives" / "design_findings_set.jsonl"


@proof("frameworks")
def the_real_engagement() -> Iterator[Claim]:
    """The corpus that came out of SenseMaker, by its mapping, on the map."""
    claimed = "a real SenseMaker engagement is mapped and on the map"
    if not (CORPORA / "safetyscan.csv").exists():
        yield not_measured(claimed, "yes", "the corpora are not beside this project")
        return
    with served() as product, chromium() as browser:
        product.flask("demo", "seed")
        collection, rows, stored = imported(product, MAPPINGS / "safetyscan.json")
        product.start_web()
        with desk(product, browser) as manager:
            manager.open(f"/explore/{collection}")
            shown = stories_said(manager.page.inner_text("[data-region=totals]"))
    yield happens(claimed, 0 < stored <= rows and shown > 0, f"{rows:,} rows, {stored:,} stored, {shown:,} shown")


@proof("frameworks")
def reading_a_capture() -> Iterator[Claim]:
    """A SenseMaker capture of many rows, read to stories, against csv.reader over the same file in the same run."""
    from narratives.interchange.sensemaker_capture import read_capture
    from tests.narratives.interchange.engagements import read_all

    with tempfile.TemporaryDirectory() as folder:
        path = _long_capture(Path(folder))
        began = time.process_time()
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = sum(1 for _ in csv.reader(file)) - 1
        plain = time.process_time() - began
        began = time.process_time()
        stories = len(read_all(read_capture(path, CAPTURE / "sections.json")))
        ours = time.process_time() - began
    yield exactly("rows of a long capture that became stories", f"{stories:,}", f"{lines:,}")
    note = f"{stories / ours:,.0f} rows a second of processor, csv alone {lines / plain:,.0f}"
    yield at_most("times what csv.reader takes to split the same rows", round(ours / plain, 1), TIMES_CSV, "x", note)


def _long_capture(folder: Path) -> Path:
    """The sample of dialect A, its rows again and again under ids of their own."""
    sample = next(path for path in sorted(CAPTURE.glob("*.csv")) if path.read_bytes().startswith(b'\xef\xbb\xbf"id"'))
    with sample.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    path = folder / "capture.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(head)
        writer.writerows([f"{number}", *rows[number % len(rows)][1:]] for number in range(ROWS))
    return path


@proof("frameworks")
def how_soon_power_is_known() -> Iterator[Claim]:
    """The power preview of the first pack for thirty stories a week, as the worker works it out."""
    from analysis.design_power import power
    from narratives.design_asked import Numbers, power_question
    from narratives.pack_file import read_pack

    pack = read_pack(json.loads((ROOT / "examples" / "packs" / "community-safety.json").read_text(encoding="utf-8")))
    began = time.monotonic()
    first: list[float] = []
    answer = power(
        power_question(pack.framework, Numbers(a_week=30, groups=6, alerts_a_year=1), k=10),
        first=lambda found, done, of: first.append(time.monotonic() - began),
        progress=lambda done, of: None,
    )
    took = time.monotonic() - began
    note = f"a first answer after {first[0]:.0f} s" if first else "one look only"
    yield at_most("seconds until the power of thirty stories a week in six groups is known", round(took), 90, "s", note)
    yield at_least("runs of the real monitor behind it", answer["runs"], 4)


@proof("frameworks")
def what_is_found_of_labels() -> Iterator[Claim]:
    """Labels of unequal worth, on sets judged by hand that the rule was not tuned on."""
    from narratives.worth import is_uneven

    cases = [json.loads(line) for line in JUDGED.read_text(encoding="utf-8").splitlines()]
    held = [one for one in cases if one["half"] == "held-out" and one["kind"] != "level"]
    found = [one for one in held if is_uneven(one["labels"], one["language"])]
    right = sum(one["uneven"] for one in found)
    uneven = sum(one["uneven"] for one in held)
    note = f"{right} of {uneven} uneven sets found: more are missed than found"
    yield at_least("of sets said to be uneven, those that are", round(right / len(found), 2), 0.9, "", note)
