"""A framework as an XLSForm, for Kobo and ODK: a workbook with a survey, its choices and its settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from narratives.framework import Branch, Framework
from narratives.interchange.workbook_writing import write_workbook
from narratives.interchange.xlsform_names import NA, PROMPT, STORY, TITLE, TOLD_ON, field_name, part_name
from narratives.signifiers import OTHER, Anchor, Choice, Dyad, Option, Placed, Signifier, Stones, Triad, prediction_of
from narratives.translation import gettext as _
from narratives.translation import name_of, speaking

_PLAIN = (
    "type", "name", "required", "relevant", "appearance", "parameters", "constraint",
)  # fmt: skip
_SPOKEN = ("label", "hint", "constraint_message")
_NA_LIST = "na.list"
_PROMPT_LIST = "prompt.list"
Words = Callable[[Framework], str]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the survey; `label`, `hint` and `constraint_message` are said in each language."""

    type: str
    name: str
    label: Words | None = None
    hint: Words | None = None
    constraint_message: Words | None = None
    required: str = ""
    relevant: str = ""
    appearance: str = ""
    parameters: str = ""
    constraint: str = ""


@dataclass(slots=True)
class _Sheets:
    """The workbook while it is put together: rows of the survey, and (list, name, label) of the choices."""

    survey: list[_Row] = field(default_factory=list)
    choices: list[tuple[str, str, Words]] = field(default_factory=list)


def write_xlsform(framework: Framework) -> bytes:
    """The workbook, in all languages that the framework speaks."""
    return write_workbook(xlsform_sheets(framework))


def xlsform_sheets(framework: Framework) -> dict[str, list[list[str]]]:
    """The three sheets as rows of texts, each with its header."""
    sheets = _Sheets()
    _begin(sheets, framework)
    for signifier in framework.signifiers:
        if framework.branch_of(signifier.id) is None:
            _add(sheets, signifier)
    for branch in framework.branches:
        _add_branch(sheets, framework, branch)
    spoken = [(code, framework.in_language(code)) for code in framework.languages]
    heads = [f"{kind}::{name_of(code)} ({code})" for kind in _SPOKEN for code, _ in spoken]
    labels = [f"label::{name_of(code)} ({code})" for code, _ in spoken]
    survey = [[*_PLAIN, *heads], *(_line(row, spoken) for row in sheets.survey)]
    choices = [["list_name", "name", *labels]]
    choices += [[of, name, *_said(words, spoken)] for of, name, words in sheets.choices]
    default = f"{name_of(framework.language)} ({framework.language})"
    settings = [
        ["form_title", "form_id", "version", "default_language"],
        [_plain(framework.title), framework.id, str(framework.version), default],
    ]
    return {"survey": survey, "choices": choices, "settings": settings}


def _line(row: _Row, spoken: Sequence[tuple[str, Framework]]) -> list[str]:
    plain = [getattr(row, name) for name in _PLAIN]
    said = [text for name in _SPOKEN for text in _said(getattr(row, name), spoken)]
    return [*plain, *said]


def _said(words: Words | None, spoken: Iterable[tuple[str, Framework]]) -> list[str]:
    said = []
    for code, framework in spoken:
        with speaking(code):
            said.append(_plain(words(framework)) if words else "")
    return said


def _plain(text: str) -> str:
    """A text in which a form sees no reference to another question."""
    return text.replace("${", "$ {")


def _begin(sheets: _Sheets, framework: Framework) -> None:
    sheets.choices.append((_NA_LIST, NA, _does_not_apply))
    sheets.survey.append(_Row("today", TOLD_ON))
    if framework.introduction:
        sheets.survey.append(_Row("note", "introduction.note", lambda spoken: spoken.introduction))
    if framework.prompts:
        sheets.survey.append(_Row(f"select_one {_PROMPT_LIST}", PROMPT, lambda spoken: spoken.prompting_question))
        for place, prompt in enumerate(framework.prompts):
            sheets.choices.append((_PROMPT_LIST, prompt.id, _label(lambda spoken: spoken.prompts, place)))
    asked: Words = lambda spoken: spoken.prompting_question  # noqa: E731
    sheets.survey.append(_Row("text", STORY, asked, required="yes", appearance="multiline"))
    sheets.survey.append(_Row("text", TITLE, lambda _spoken: _("Give your story a title")))


def _does_not_apply(_framework: Framework) -> str:
    return _("This does not apply to my story")


def _together(_framework: Framework) -> str:
    return _("How much was it like each of these? Together they make 100.")


def _label(parts: Callable[[Framework], Sequence[Anchor | Option]], place: int) -> Words:
    return lambda spoken: parts(spoken)[place].label


def _title(signifier: Signifier) -> Words:
    return lambda spoken: spoken.signifier(signifier.id).title


def _add(sheets: _Sheets, signifier: Signifier) -> None:
    required = "yes" if signifier.required else ""
    match signifier:
        case Triad():
            _add_triad(sheets, signifier)
        case Dyad():
            _add_not_asked(sheets, signifier)
            ends: Words = lambda spoken: _ends(spoken, signifier.id)  # noqa: E731
            asked = _Row("range", field_name(signifier.id), _title(signifier), ends, required=required)
            sheets.survey.append(_ranged(asked, signifier, "start=0 end=100 step=1"))
        case Stones():
            _add_stones(sheets, signifier)
        case Choice():
            _add_choice(sheets, signifier)
        case _:
            sheets.survey.append(_Row("text", field_name(signifier.id), _title(signifier), required=required))


def _ranged(row: _Row, signifier: Signifier, parameters: str) -> _Row:
    relevant = _is_asked(signifier)
    return _Row(
        row.type, row.name, row.label, row.hint, required=row.required, relevant=relevant, parameters=parameters
    )


def _ends(spoken: Framework, signifier_id: str) -> str:
    dyad = spoken.signifier(signifier_id)
    first, second = dyad.anchors if isinstance(dyad, Dyad) else (None, None)
    return f"0 = {first.label} · 100 = {second.label}" if first and second else ""


def _is_asked(signifier: Signifier) -> str:
    return f"not(selected(${{{part_name(signifier.id, NA)}}}, '{NA}'))"


def _add_not_asked(sheets: _Sheets, signifier: Signifier) -> None:
    """The box for "does not apply", which stands before what it takes away."""
    name = part_name(signifier.id, NA)
    sheets.survey.append(_Row(f"select_one {_NA_LIST}", name, _title(signifier)))


def _add_triad(sheets: _Sheets, triad: Triad) -> None:
    group = field_name(triad.id)
    sheets.survey.append(_Row("begin group", group, _title(triad), appearance="field-list"))
    sheets.survey.append(_Row("note", part_name(triad.id, "note"), _together))
    _add_not_asked(sheets, triad)
    names = [part_name(triad.id, anchor.id) for anchor in triad.anchors]
    for place, name in enumerate(names):
        within = ". >= 0 and . <= 100"
        others = " + ".join(f"${{{other}}}" for other in names if other != name)
        last = place == len(names) - 1
        sheets.survey.append(
            _Row(
                "integer",
                name,
                _label(lambda spoken: _anchors(spoken, triad.id), place),
                None,
                _together,
                required="yes" if triad.required else "" if place == 0 else f"${{{names[0]}}} != ''",
                relevant=_is_asked(triad),
                constraint=f"{within} and . + {others} = 100" if last else within,
            )
        )
    sheets.survey.append(_Row("end group", group))


def _anchors(spoken: Framework, signifier_id: str) -> Sequence[Anchor]:
    found = spoken.signifier(signifier_id)
    return found.anchors if isinstance(found, Triad | Dyad) else ()


def _stones(spoken: Framework, signifier_id: str) -> Stones:
    found = spoken.signifier(signifier_id)
    if not isinstance(found, Stones):
        raise TypeError(f"{signifier_id!r} asks for no stones")
    return found


def _add_stones(sheets: _Sheets, stones: Stones) -> None:
    group = field_name(stones.id)
    sheets.survey.append(_Row("begin group", group, _title(stones), appearance="field-list"))
    _add_not_asked(sheets, stones)
    for place, stone in enumerate(stones.stones):
        for axis in ("x", "y"):
            label = _label(lambda spoken: _stones(spoken, stones.id).stones, place)
            asked = _Row("range", part_name(stones.id, stone.id, axis), label, _axis(stones.id, axis))
            sheets.survey.append(_ranged(asked, stones, "start=0 end=1 step=0.01"))
    sheets.survey.append(_Row("end group", group))


def _axis(signifier_id: str, axis: str) -> Words:
    def ends(spoken: Framework) -> str:
        stones = _stones(spoken, signifier_id)
        first, second = stones.x_anchors if axis == "x" else stones.y_anchors
        return f"0 = {first.label} · 1 = {second.label}"

    return ends


def _add_choice(sheets: _Sheets, choice: Choice) -> None:
    name, several = field_name(choice.id), choice.max_responses > 1
    kind = "select_multiple" if several else "select_one"
    row = _Row(
        f"{kind} {name}",
        name,
        _title(choice),
        required="yes" if choice.required else "",
        parameters="randomize=true" if choice.random_order else "",
        constraint=_limits(choice) if several else "",
    )
    sheets.survey.append(row)
    for place, option in enumerate(choice.options):
        sheets.choices.append((name, option.id, _label(lambda spoken: _options(spoken, choice.id), place)))
    sheets.choices.append((name, NA, _does_not_apply))
    if choice.takes_other:
        relevant = f"selected(${{{name}}}, '{OTHER}')"
        sheets.survey.append(_Row("text", part_name(choice.id, OTHER), _title(choice), relevant=relevant))


def _options(spoken: Framework, signifier_id: str) -> Sequence[Option]:
    found = spoken.signifier(signifier_id)
    return found.options if isinstance(found, Choice) else ()


def _limits(choice: Choice) -> str:
    """How many may be chosen; "does not apply" stands alone."""
    count, alone = "count-selected(.)", f"selected(., '{NA}')"
    within = f"{count} >= {choice.min_responses} and {count} <= {choice.max_responses}"
    return f"({alone} and {count} = 1) or (not({alone}) and {within})"


def _add_branch(sheets: _Sheets, framework: Framework, branch: Branch) -> None:
    name = f"branch.{branch.id}"
    opened = " or ".join(f"selected(${{{field_name(branch.opened_by)}}}, '{one}')" for one in sorted(branch.options))
    sheets.survey.append(_Row("begin group", name, _branch_words(branch.id, "title"), relevant=opened))
    if branch.introduction:
        sheets.survey.append(_Row("note", f"{name}.note", _branch_words(branch.id, "introduction")))
    for signifier_id in branch.signifiers:
        _add(sheets, framework.signifier(signifier_id))
    sheets.survey.append(_Row("end group", name))


def _branch_words(branch_id: str, what: str) -> Words:
    return lambda spoken: next(str(getattr(one, what)) for one in spoken.branches if one.id == branch_id)


def xlsform_losses(framework: Framework) -> list[str]:
    """What of a framework an XLSForm cannot hold, as sentences."""
    found = framework.signifiers
    told: Mapping[str, list[str]] = {
        "A triad is three whole numbers that add up to 100, without its triangle": [one.id for one in framework.triads],
        "Stones are numbers for across and up, without their canvas": [
            one.id for one in found if isinstance(one, Stones)
        ],
        "A dyad is a whole number from 0 to 100": [one.id for one in framework.dyads],
        "Hot and cold anchors are not carried": [one.id for one in framework.warm_signifiers],
        "That it asks for the level is not carried": [one.id for one in framework.dyads if one.level],
        "Anchors keep one order for everybody": [
            one.id for one in found if isinstance(one, Placed) and one.random_order
        ],
        "A guess about others becomes a question like any other": [one.id for one in found if prediction_of(one)],
        "Pictures of options are not carried": [
            one.id for one in framework.choices if any(option.image for option in one.options)
        ],
        "Who should hear a story is not asked": [one.id for one in framework.hearers],
        "Languages in which texts are missing are left out": sorted(set(framework.texts) - set(framework.languages)),
    }
    lost = [f"{sentence}: {', '.join(ids)}." for sentence, ids in told.items() if ids]
    lost.append("What may be done with a story is not asked; say it in the mapping when the answers are brought in.")
    if framework.group_question:
        lost.append("The question for the reporting group is not asked.")
    return lost
