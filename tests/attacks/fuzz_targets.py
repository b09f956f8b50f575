"""Functions that read what strangers send, each with what must hold whatever the bytes are.

`python -m tests.attacks.fuzz_targets NAME SECONDS` lets atheris look for bytes that break one (requirements-rigs.txt).
"""

from __future__ import annotations

import contextlib
import csv
import io
import math
import sys
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

from narratives.errors import ImportRefusedError, SubmissionError
from narratives.interchange.csv_table import CsvTable
from narratives.interchange.rejection import harmless
from narratives.numbers import read_share
from narratives.redaction import replaced, sameness, spot
from narratives.submission import Occasion, read_submission
from narratives.text import MAX_STORY_CHARACTERS, clean_text
from tests.builders import make_collection, make_framework

_COLLECTION, _FRAMEWORK = make_collection(), make_framework()
_OCCASION = Occasion(told_on=date(2026, 3, 2))
_SECONDS = 5


def decoder(data: bytes) -> None:
    """A form is read into a sound story, or refused with sentences."""
    fields = parse_qs(data.decode("utf-8", "surrogateescape"), keep_blank_values=True)
    with contextlib.suppress(SubmissionError):
        story = read_submission(_COLLECTION, _FRAMEWORK, fields, _OCCASION)
        assert story.text == clean_text(story.text) and 0 < len(story.text) <= MAX_STORY_CHARACTERS
        story.text.encode()
        for answer in story.answers:
            for number in (*(getattr(answer, "shares", None) or ()), getattr(answer, "value", None) or 0.0):
                assert 0 <= number <= 1, answer


def csv_cell(data: bytes) -> None:
    """A cell that comes back from a file begins like no formula, and has lost nothing."""
    cell = data.decode("utf-8", "replace")
    held = io.StringIO()
    csv.writer(held, quoting=csv.QUOTE_ALL).writerow([harmless(cell)])
    ((read,),) = csv.reader(io.StringIO(held.getvalue(), newline=""))
    visible = (one for one in read if not (one.isspace() or unicodedata.category(one)[0] in "CZ"))
    assert unicodedata.normalize("NFKC", next(visible, "x"))[0] not in "=+-@−", ascii(cell)
    assert read.removeprefix("'") == cell.removeprefix("'")


def redaction(data: bytes) -> None:
    """Pieces stand in the text, in order and apart; what is replaced is gone, and all the rest is there."""
    text = clean_text(data.decode("utf-8", "replace"))[:MAX_STORY_CHARACTERS]
    found = spot(text)
    last, rest = 0, []
    for one in found:
        assert last <= one.start < one.end <= len(text) and text[one.start : one.end] == one.words
        rest.append(text[last : one.start])
        last = one.end
    rest.append(text[last:])
    out = replaced(text, {sameness(one.words): "\ue000" for one in found})
    assert out.split("\ue000") == rest


def number(data: bytes) -> None:
    """A number is in [0, 1] or it is none."""
    value = read_share(data.decode("utf-8", "replace"))
    assert value is None or (math.isfinite(value) and 0 <= value <= 1)


def imported_table(data: bytes) -> None:
    """A file is read as rows of its columns, or refused with a sentence."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        with contextlib.suppress(ImportRefusedError):
            table = CsvTable(Path(file.name))
            for row in table.rows():
                assert row.problem or set(row.cells) == set(table.columns)


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "decoder": (
        decoder,
        (
            b"story=The+beans&group=east&consent=read&mood.shares=0.2,0.5,0.3&mood.method=tap&say.value=0.4&role=digger",
            b"story=%F0%9F%98%80&group=west&consent=&mood=top&say=3&wish=w1&wish=w2&seconds=90&danger=yes&title=x",
        ),
    ),
    "CSV cell": (csv_cell, (b"=1+1", b"\n@x", "＝1".encode(), "\u200b=1".encode(), b"a name", b'he said "no"')),
    "redaction": (
        redaction,
        (
            b"Ring Karen on 07700 900123 or karen@example.org, born 3 May 1984, AB12 CDE",
            b"Flat 3, 22 Mill Lane, SA1 1AA; QQ 12 34 56 C; NHS 943 476 5919; dr patel",
        ),
    ),
    "number": (number, (b"0.5", b"1e-9", b"0.2,0.5,0.3", b"1e999", b"NaN", "½".encode())),
    "imported table": (imported_table, (b'day,text\n2026-03-02,"beans, twice"\n', b"\xef\xbb\xbfa;b\n1;2\n", b'a\n"x')),
}


def main(name: str, seconds: str) -> None:
    """Let atheris search for so many seconds; whatever it finds ends the process with a failure."""
    import atheris  # a rig: only who runs this has it

    target, seeds = TARGETS[name]
    with tempfile.TemporaryDirectory() as corpus:
        for place, seed in enumerate(seeds):
            Path(corpus, str(place)).write_bytes(seed)
        atheris.instrument_func(target)
        options = [f"-max_total_time={seconds}", f"-timeout={_SECONDS}", "-max_len=4096", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, corpus], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
