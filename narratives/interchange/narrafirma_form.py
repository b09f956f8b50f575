"""NarraFirma's story form as a CSV file, read into its questions with every problem at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from narratives.errors import ImportRefusedError
from narratives.interchange.cells import clean_label, shown
from narratives.interchange.csv_table import Dialect, records
from narratives.interchange.narrafirma_question import SCALE, TYPES, Form, Question
from narratives.interchange.table import NOTHING_STORED
from narratives.text import clean_text

HEADER = ("Data column name", "Type", "About", "Short name", "Long name", "Options", "Answers")
_ABOUT = ("story", "participant", "annotation", "eliciting", "form", "import")
_DELIMITERS = (",", ";", "\t")
_MARKS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " "}
MOST_ROWS = 1_000
_FEWEST_CELLS = 3  # up to About, without which no row means anything


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the file: its line, its cells by the header, and the answers that spill over behind them."""

    line: int
    cells: Mapping[str, str]
    answers: tuple[str, ...]


@dataclass(slots=True)
class _Reading:
    form: Form = field(default_factory=Form)
    problems: list[str] = field(default_factory=list)
    scale: tuple[float, float] = (0.0, 100.0)

    def say(self, line: int, problem: str) -> None:
        self.problems.append(f"line {line}: {problem}.")


def read_form(path: Path) -> Form:
    """The questions of a story form. Raises ImportRefusedError with all its problems, each with its line."""
    reading = _Reading()
    lines = list(_lines(path))
    for one in lines:
        if one.cells["About"].lower() == "import":
            _read_import(reading, one)
    for one in lines:
        _read_line(reading, one)
    _check_names(reading, lines)
    if not reading.form.questions and not reading.form.eliciting and not reading.problems:
        reading.problems.append("The file has no question; export the story form again.")
    if reading.problems:
        raise ImportRefusedError("\n".join([*reading.problems, NOTHING_STORED]))
    return reading.form


def _lines(path: Path) -> Iterator[_Line]:
    with path.open("rb") as file:
        first = file.readline(65_536)
        delimiter = max(_DELIMITERS, key=lambda mark: first.count(mark.encode()))
        file.seek(0)
        header: tuple[str, ...] = ()
        for number, (line, cells) in enumerate(records(file, Dialect(delimiter)), start=1):
            if number > MOST_ROWS:
                raise ImportRefusedError(f"line {line}: a story form has at most {MOST_ROWS:,} rows. {NOTHING_STORED}")
            if _is_comment(cells, delimiter) or not any(map(str.strip, cells)):
                continue
            if not header:
                header = _read_header(line, cells)
                continue
            named = dict(zip(header, (*map(clean_label, cells[: len(header)]), *[""] * len(header)), strict=False))
            spilt = tuple(clean_text(cell) for cell in cells[header.index("Answers") :])
            yield _Line(line, named, tuple(cell for cell in spilt if cell))
        if not header:
            raise ImportRefusedError(f"The file is empty; export the story form again. {NOTHING_STORED}")


def _is_comment(cells: list[str], delimiter: str) -> bool:
    """Whether a row begins with a semicolon; where that separates cells, such a row has an empty cell and its words."""
    return cells[0].lstrip().startswith(";") or (delimiter == ";" and not cells[0] and len(cells) < _FEWEST_CELLS)


def _read_header(line: int, cells: list[str]) -> tuple[str, ...]:
    names = [clean_label(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if tuple(name.lower() for name in names) != tuple(name.lower() for name in HEADER):
        wanted = ", ".join(HEADER)
        raise ImportRefusedError(
            f"line {line}: the header of a story form is {wanted}; found {', '.join(names)}. {NOTHING_STORED}"
        )
    return HEADER


def _read_import(reading: _Reading, one: _Line) -> None:
    kind = one.cells["Type"].lower()
    if kind == "scale range":
        try:
            least, most = (float(answer) for answer in one.answers)
        except ValueError:
            reading.say(one.line, "a scale range is two numbers, such as 0 and 100")
            return
        if least >= most:
            reading.say(one.line, f"the scale range goes from {least:g} to {most:g}; write the smaller number first")
            return
        reading.scale = (least, most)
    elif "delimiter" in kind and one.answers:
        reading.form.delimiter = _MARKS.get(one.answers[0].lower(), one.answers[0])
    else:
        reading.form.notes.append(f"line {one.line}: {one.cells['Type']!r} says how NarraFirma imports; left out.")


def _read_line(reading: _Reading, one: _Line) -> None:
    about, form = one.cells["About"].lower(), reading.form
    if about not in _ABOUT:
        reading.say(one.line, f"About is {shown(one.cells['About'])}; use one of {', '.join(_ABOUT)}")
    elif about == "eliciting":
        form.eliciting = tuple(_answer(answer) for answer in one.answers)
        form.eliciting_text = one.cells["Long name"]
        form.eliciting_column = one.cells["Data column name"] or form.eliciting_column
    elif about == "form":
        _read_form_text(form, one)
    elif about == "annotation":
        name = one.cells["Short name"]
        form.notes.append(
            f"line {one.line}: {name!r} is what readers add to a story, no question to tellers; left out."
        )
    elif about != "import":
        _read_question(reading, one, about)


def _read_form_text(form: Form, one: _Line) -> None:
    kind, text = one.cells["Type"].lower(), "\n".join(one.answers)
    if kind == "title":
        form.title = clean_label(text)
    elif kind in ("start text", "introduction"):
        form.introduction = text
    else:
        form.notes.append(f"line {one.line}: {one.cells['Type']!r} of the form is not carried over.")


def _read_question(reading: _Reading, one: _Line, about: str) -> None:
    kind, name = one.cells["Type"].lower(), one.cells["Short name"]
    if kind not in TYPES:
        reading.say(one.line, f"Type is {shown(one.cells['Type'])}; use one of {', '.join(sorted(TYPES))}")
        return
    if not name or "/" in name:
        reading.say(one.line, f"Short name is {shown(name)}; give each question a name without a /")
        return
    answers = tuple(_answer(answer) for answer in one.answers)
    text = one.cells["Long name"] or name
    question = Question(name, text, kind, about, one.cells["Data column name"] or name, answers, _options(one))
    if kind == SCALE:
        question = _scale(reading, one.line, question)
    reading.form.questions.append(question)


def _scale(reading: _Reading, line: int, question: Question) -> Question:
    shown_only = tuple((label, label) for _, label in question.answers)
    question = replace(question, answers=shown_only, least=reading.scale[0], most=reading.scale[1])
    if len(shown_only) < 4:
        return question
    try:
        least, most = (float(label) for _, label in shown_only[-2:])
    except ValueError:
        reading.say(line, "a scale has a left end, a right end, perhaps “does not apply”, and perhaps two numbers")
        return question
    if least >= most:
        reading.say(line, f"the scale goes from {least:g} to {most:g}; write the smaller number first")
    return replace(question, answers=shown_only[:-2], least=least, most=most)


def _answer(cell: str) -> tuple[str, str]:
    """`shown`, `dataname|shown` or `dataname|shown|imageURL`, as data name and what is shown."""
    parts = [clean_label(part) for part in cell.split("|")]
    return (parts[0], parts[1] if len(parts) > 1 and parts[1] else parts[0])


def _options(one: _Line) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in one.cells["Options"].split("|") if pair.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _check_names(reading: _Reading, lines: list[_Line]) -> None:
    seen: dict[str, int] = {}
    for one in lines:
        name = one.cells["Short name"]
        if one.cells["About"].lower() not in ("story", "participant") or not name:
            continue
        first = seen.setdefault(name, one.line)
        if first != one.line:
            reading.say(one.line, f"the short name {name!r} stands on line {first} already; give each its own")
