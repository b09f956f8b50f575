"""What the questions of a NarraFirma form are here: signifiers, and the columns that answer them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import takewhile
from os.path import commonprefix
from typing import Any

from narratives.errors import FrameworkError, ImportRefusedError
from narratives.framework import Framework
from narratives.framework_file import MAX_PROMPTS, read_framework
from narratives.interchange.cells import clean_label
from narratives.interchange.narrafirma_question import (
    EXACT,
    NOT_ASKED,
    SCALE,
    SEVERAL_COLUMNS,
    SEVERAL_DELIMITED,
    WORDS,
    WRITE_IN,
    YES_NO,
    Form,
    Question,
)
from narratives.interchange.source_ids import Names, id_like
from narratives.interchange.table import NOTHING_STORED, Table
from narratives.signifier_file import MAX_MULTIPLE_OPTIONS, RESERVED
from narratives.signifiers import OTHER

_YES, _NO = ("1", "true", "yes"), ("0", "false", "no")
_ENDS = ("least", "most")
_JOINT = " - "
TRIAD_TOLERANCE = 0.02

IsTriad = Callable[[tuple[Question, Question, Question]], bool | None]


@dataclass(slots=True)
class Meant:
    """A signifier and the questions that it stands for; `ids` are those of its options or anchors, by data name."""

    signifier: dict[str, Any]
    questions: tuple[Question, ...]
    ids: dict[str, str] = field(default_factory=dict)
    not_asked: Question | None = None
    is_write_in: bool = False


def always(three: tuple[Question, Question, Question]) -> bool:
    """That three scales of one name are a triad."""
    return True


def adds_up(table: Table) -> IsTriad:
    """That three scales are a triad: wherever a row answers them, they add up to their range, give or take 2 of 100.

    None where no row answers them.
    """

    def check(three: tuple[Question, Question, Question]) -> bool | None:
        names = [question.column for question in three]
        whole = three[0].most
        if any(name not in table.columns for name in names) or any(
            one.least != 0 or one.most != whole for one in three
        ):
            return False
        answered = 0
        for row in table.rows():
            cells = [row.cells.get(name, "") for name in names]
            if not any(cells):
                continue
            answered += 1
            try:
                total = sum(float(cell) for cell in cells)
            except ValueError:
                return False
            if not abs(total / whole - 1) <= TRIAD_TOLERANCE + 1e-9:
                return False
        return True if answered else None

    return check


def add_eliciting(form: Form, cells: Iterable[str]) -> None:
    """Add the beginnings that stories name and the form does not; none at all where that is too many."""
    known = {part for answer in form.eliciting for part in answer}
    more = sorted({clean_label(cell) for cell in cells} - known - {""})
    if len(form.eliciting) + len(more) > MAX_PROMPTS:
        form.notes.append(f"The stories name more than {MAX_PROMPTS} eliciting questions; they are left out.")
        form.eliciting = ()
    else:
        form.eliciting = (*form.eliciting, *((cell, cell) for cell in more))


def meanings(form: Form, is_triad: IsTriad = always) -> list[Meant]:
    """The signifiers of a form in its order; three scales "<name> - <anchor>" are one triad where `is_triad` agrees."""
    names, found = Names(RESERVED), []
    boxes = {question.column: question for question in form.questions if question.type in YES_NO}
    used: set[str] = set()
    for place, question in enumerate(form.questions):
        if question.name in used:
            continue
        three = _three(form.questions[place : place + 4])
        stem = question.name.rpartition(_JOINT)[0]
        box = boxes.get(stem + NOT_ASKED)
        adds_up = is_triad(three) if three is not None else False
        # A box beside three scales that nobody answered says what they are.
        if three is not None and (adds_up or (adds_up is None and box is not None)):
            found.append(_triad(names, stem, three, box))
            used.update(one.name for one in (*three, *([box] if box else [])))
        else:
            found += _one(form, names, question)
    return found


def _three(questions: Sequence[Question]) -> tuple[Question, Question, Question] | None:
    """Three scales in a row of one name, and no fourth."""
    if not questions:
        return None
    stem = questions[0].name.rpartition(_JOINT)[0]
    alike = list(takewhile(lambda one: one.type == SCALE and stem == one.name.rpartition(_JOINT)[0] != "", questions))
    return (alike[0], alike[1], alike[2]) if len(alike) == 3 else None


def _triad(names: Names, stem: str, three: tuple[Question, Question, Question], box: Question | None) -> Meant:
    # A label may hold the joint as well: the box says best where the title ends.
    asked = box.text if box else commonprefix([one.text for one in three])
    title = asked.rpartition(_JOINT)[0]
    shared = bool(title) and all(one.text.startswith(title + _JOINT) for one in three)
    labels = [one.text.removeprefix(title + _JOINT) if shared else one.name.rpartition(_JOINT)[2] for one in three]
    corners, anchors = Names(), []
    ids: dict[str, str] = {}
    for one, label in zip(three, labels, strict=True):
        ids[one.name] = corners.give(one.name.rpartition(_JOINT)[2], "anchor")
        anchors.append({"id": ids[one.name], "label": label})
    signifier = {"type": "triad", "id": names.give(stem, "triad"), "title": title if shared else stem}
    return Meant({**signifier, "anchors": anchors}, three, ids, box)


def _one(form: Form, names: Names, question: Question) -> Iterator[Meant]:
    shared = {"id": names.give(question.name, "question"), "title": question.text}
    if question.type == SCALE:
        yield _dyad(form, shared, question)
    elif question.type in WORDS:
        yield Meant({"type": "freetext", **shared}, (question,))
    else:
        meant = _choice(form, shared, question)
        yield meant
        if OTHER in meant.ids.values():
            return
    if question.write_in and question.type not in WORDS:
        own = {"id": names.give(f"{shared['id']}-written-in"), "title": f"{question.text} {question.write_in}"}
        yield Meant({"type": "freetext", **own}, (question,), is_write_in=True)


def _dyad(form: Form, shared: dict[str, str], question: Question) -> Meant:
    poles = Names()
    labels = [label for _, label in question.answers[:2]]
    if len(labels) < 2:
        form.notes.append(f"The scale {question.name!r} names no ends; they are called {' and '.join(_ENDS)} here.")
        labels = list(_ENDS)
    anchors = [{"id": poles.give(label, "end"), "label": label} for label in labels]
    return Meant({"type": "dyad", **shared, "anchors": anchors}, (question,))


def _choice(form: Form, shared: dict[str, str], question: Question) -> Meant:
    answers = (("yes", "yes"), ("no", "no")) if question.type in YES_NO else question.answers
    if len(answers) < 2:
        form.notes.append(f"{question.name!r} has fewer than two answers; “another answer” was added.")
        answers = (*answers, ("another answer", "another answer"), ("no answer", "no answer"))[:2]
    options = Names({"na"})
    ids: dict[str, str] = {}
    for data, _ in answers:
        ids.setdefault(data, options.give(data, "option"))
    signifier: dict[str, Any] = {
        "type": "choice",
        **shared,
        "options": [{"id": ids[data], "label": label} for data, label in dict(answers).items()],
        "asks_about": "respondent" if question.about == "participant" else "story",
    }
    if question.type in SEVERAL_COLUMNS | SEVERAL_DELIMITED:
        most = question.options.get("maxNumAnswers", "")
        several = min(len(ids), MAX_MULTIPLE_OPTIONS)
        signifier["max_responses"] = min(int(most), several) if most.isdecimal() and int(most) > 0 else several
    return Meant(signifier, (question,), ids)


def framework_of(form: Form, found: Sequence[Meant]) -> Framework:
    """The framework that asks what a form asks. Raises ImportRefusedError where the form asks too much."""
    title = form.title or "Brought from NarraFirma"
    asked = [one.signifier for one in found]
    # A form without a title is named by its questions: two that ask different ones are two frameworks.
    named = id_like(form.title) or f"narrafirma-{sha256(json.dumps(asked).encode()).hexdigest()[:8]}"
    document: dict[str, Any] = {
        "id": named,
        "version": 1,
        "title": title,
        "introduction": form.introduction,
        "prompting_question": _prompting(form),
        "signifiers": asked,
    }
    if len(form.eliciting) > 1:
        ids = prompt_ids(form)
        document["prompts"] = [{"id": ids[data], "label": label} for data, label in dict(form.eliciting).items()]
    try:
        return read_framework(document)
    except FrameworkError as error:
        raise ImportRefusedError("\n".join([*(f"{one}." for one in error.problems), NOTHING_STORED])) from error


def _prompting(form: Form) -> str:
    if len(form.eliciting) == 1:
        return form.eliciting[0][1]
    said = form.eliciting_text if form.eliciting_text != form.eliciting_column else ""
    return said or ("Which of these would you like to tell about?" if form.eliciting else "What happened?")


def prompt_ids(form: Form) -> dict[str, str]:
    """The id of each beginning by its data name; none where there is only one."""
    names = Names()
    return {data: names.give(data, "prompt") for data in dict(form.eliciting)} if len(form.eliciting) > 1 else {}


def answers_of(form: Form, found: Sequence[Meant], columns: Collection[str]) -> dict[str, Any]:
    """The `answers` of a mapping: each signifier that the columns of a file answer."""
    answers = ((one.signifier["id"], _columns(form, one, columns)) for one in found)
    return {signifier: mapped for signifier, mapped in answers if mapped is not None}


def several(question: Question, data: str) -> str:
    """The column of one answer, where each has a column."""
    return f"{question.column}: {data}"


def _columns(form: Form, one: Meant, columns: Collection[str]) -> dict[str, Any] | None:
    question = one.questions[0]
    if one.is_write_in or one.signifier["type"] == "freetext":
        column = WRITE_IN + question.column if one.is_write_in else question.column
        return {"column": column} if column in columns else None
    if one.signifier["type"] == "triad":
        return _triad_columns(one, columns)
    if question.type in SEVERAL_COLUMNS:
        known = {
            option: several(question, data) for data, option in one.ids.items() if several(question, data) in columns
        }
        chosen = ["x", *_YES, "Yes", "TRUE", *one.ids]
        return {"columns": known, "chosen": chosen, **_beside(one, columns)} if known else None
    if question.column not in columns:
        return None
    if question.type == SCALE:
        return _scale_columns(question, columns)
    return {"column": question.column, **_cells(form, question, one.ids), **_beside(one, columns)}


def _beside(one: Meant, columns: Collection[str]) -> dict[str, str]:
    """The column of the words beside "other", where that is one of the answers."""
    column = WRITE_IN + one.questions[0].column
    return {"other_column": column} if OTHER in one.ids.values() and column in columns else {}


def _triad_columns(one: Meant, columns: Collection[str]) -> dict[str, Any] | None:
    if any(question.column not in columns for question in one.questions):
        return None
    exact = all(question.column + EXACT in columns for question in one.questions)
    ending, scale = (EXACT, 1.0) if exact else ("", one.questions[0].most)
    shares = {one.ids[question.name]: question.column + ending for question in one.questions}
    mapped: dict[str, Any] = {"shares": shares, "scale": scale, "tolerance": TRIAD_TOLERANCE + 1e-9}
    if one.not_asked is not None and one.not_asked.column in columns:
        mapped["na_column"] = {"column": one.not_asked.column, "values": [*_YES, "Yes", "TRUE"]}
    return mapped


def _scale_columns(question: Question, columns: Collection[str]) -> dict[str, Any]:
    unplaced = {"na": [question.answers[2][1]]} if len(question.answers) > 2 else {}
    if question.column + EXACT in columns:
        return {"column": question.column + EXACT, "min": 0, "max": 1, **unplaced}
    return {"column": question.column, "min": question.least, "max": question.most, **unplaced}


def _cells(form: Form, question: Question, ids: dict[str, str]) -> dict[str, Any]:
    if question.type in YES_NO:
        return {"values": {**dict.fromkeys(_YES, "yes"), **dict.fromkeys(_NO, "no")}}
    shown = {label: ids[data] for data, label in question.answers if data in ids}
    values = {str(place): option for place, option in enumerate(ids.values(), start=1)} if question.is_indexed else {}
    mapped: dict[str, Any] = {"values": {**shown, **ids, **values}}
    if question.type in SEVERAL_DELIMITED:
        mapped["separator"] = form.delimiter or ","
    return mapped
