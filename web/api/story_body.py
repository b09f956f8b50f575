"""A story as JSON, read into the fields that the form of the web page would have sent.

So the rules of narratives.submission hold for both, and what is wrong is said at its place in the body, a JSON
pointer (RFC 6901).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from narratives.answer_fields import DYAD_STEPS, asked_of
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.narrative import Pen
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.submission import hearers_of
from narratives.triangle import ZONES

_TEXTS = ("story", "title", "group", "consent", "prompt", "pen", "language", "invitation")
_FLAGS = ("danger", "may_contact")
KNOWN = (*_TEXTS, *_FLAGS, "hearers", "answers")
_SHAPES: dict[type, tuple[str, ...]] = {
    Triad: ("shares", "zone"),
    Dyad: ("value", "step"),
    Choice: ("options", "other"),
    Stones: ("stones",),
    Freetext: ("text",),
}


class UnreadableError(Exception):
    """A body that is no JSON object."""


@dataclass
class StoryBody:
    """The fields that a body comes to, and what is wrong with it, each at its JSON pointer."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)

    def wrong(self, pointer: str, what: str) -> None:
        """Add a problem."""
        self.errors.append(FieldError(pointer, what))


def read_object(body: bytes) -> dict[str, Any]:
    """The one JSON object of a body: no number that is none, no name twice. Raises UnreadableError with a sentence."""
    try:
        found = json.loads(body.decode(), parse_constant=_no_number, object_pairs_hook=_each_once)
        json.dumps(found, ensure_ascii=False).encode()  # half a character could be kept by nothing
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, _NameTwiceError) else "The body is no JSON"
        raise UnreadableError(f"{said}. Send one JSON object in UTF-8.") from error
    if not isinstance(found, dict):
        raise UnreadableError("The body is JSON, and no object. Put what you send between { and }.")
    return found


class _NameTwiceError(ValueError):
    """An object with a name twice: readers differ in which of the two counts."""


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NameTwiceError("An object of the body has the same name twice")
    return found


def read_story_body(body: Mapping[str, Any], framework: Framework) -> StoryBody:
    """The fields of a telling, and what is wrong with the types and the names in it."""
    read = StoryBody()
    for name in body:
        if name not in KNOWN:
            read.wrong(pointer(name), f"There is no “{name[:40]}” in a story: take it out, or check how it is written")
    for name in _TEXTS:
        if _is_text(read, name, body.get(name)):
            read.fields[name] = [body[name]]
    for name in _FLAGS:
        said = body.get(name)
        if said is not None and not isinstance(said, bool):
            read.wrong(pointer(name), f"“{name}” is true or false")
        read.fields[name] = ["yes"] if said is True else []
    _read_choices(read, body, framework)
    answers = body.get("answers", {})
    if isinstance(answers, dict):
        for name, answer in answers.items():
            _read_answer(read, framework, name, answer)
        _check_asked(read, framework, answers)
    else:
        read.wrong("/answers", "“answers” is an object with the id of each question")
    return read


def pointer(*parts: str) -> str:
    """A place in the body, as RFC 6901 writes it."""
    return "".join("/" + part[:64].replace("~", "~0").replace("/", "~1") for part in parts)


def place_of(name: str, framework: Framework) -> str:
    """The pointer of a field of the form."""
    first = name.partition(".")[0]
    is_answer = any(signifier.id == first for signifier in framework.signifiers)
    return pointer("answers", first) if is_answer else pointer(first)


def _is_text(read: StoryBody, name: str, said: object) -> bool:
    if said is not None and not isinstance(said, str):
        read.wrong(pointer(name), f"“{name}” is a text")
    return isinstance(said, str)


def _read_choices(read: StoryBody, body: Mapping[str, Any], framework: Framework) -> None:
    """What the form takes from its own lists and would leave out unsaid."""
    known = {
        "prompt": [one.id for one in framework.prompts],
        "pen": [Pen.SELF.value, Pen.SCRIBE.value, Pen.INTERVIEWER.value],
        "language": list(framework.languages),
    }
    for name, offered in known.items():
        said = body.get(name)
        if isinstance(said, str) and said and said not in offered:
            there = f"one of {', '.join(offered)}" if offered else "left out: nothing is offered here"
            read.wrong(pointer(name), f"“{name}” is {there}; “{said[:40]}” was sent")
    hearers, offered = body.get("hearers", []), [one.id for one in hearers_of(framework)]
    if not isinstance(hearers, list) or not all(isinstance(one, str) and one in offered for one in hearers):
        read.wrong("/hearers", f"“hearers” is a list of some of {', '.join(offered)}")
    else:
        read.fields["hear"] = hearers


def _read_answer(read: StoryBody, framework: Framework, name: str, answer: object) -> None:
    signifier = next((one for one in framework.signifiers if one.id == name), None)
    at = pointer("answers", name)
    if signifier is None:
        read.wrong(at, f"No question has the id “{name[:40]}”: look at the framework")
        return
    if not isinstance(answer, dict):
        read.wrong(at, f"An answer is an object with {_shape(signifier)}")
        return
    if answer == {"not_applicable": True}:
        read.fields[name if not isinstance(signifier, Freetext) else f"{name}.na"] = [
            "na" if not isinstance(signifier, Freetext) else "yes"
        ]
        return
    known = _SHAPES[type(signifier)]
    given = [part for part in answer if part in known]
    alone = isinstance(signifier, Choice) or len(given) == 1
    if len(given) != len(answer) or not given or not alone or not _read_given(read, signifier, answer):
        read.wrong(at, f"“{signifier.title}” is answered with {_shape(signifier)}")


def _shape(signifier: Signifier) -> str:
    match signifier:
        case Triad():
            shape = f"“shares”, three numbers that add up to 1, or “zone”, one of {', '.join(ZONES)}"
        case Dyad():
            shape = f"“value” from 0 to 1, or “step” from 0 to {DYAD_STEPS - 1}"
        case Choice():
            shape = f"“options”, a list of some of {', '.join(one.id for one in signifier.options)}"
        case Stones():
            shape = f"“stones”, with [x, y] for some of {', '.join(one.id for one in signifier.stones)}"
        case Freetext():
            shape = "“text”"
    return f"{shape}; or with “not_applicable”: true"


def _read_given(read: StoryBody, signifier: Signifier, answer: Mapping[str, Any]) -> bool:
    """Put an answer into fields; False when it has another shape."""
    match signifier:
        case Triad() if "shares" in answer:
            return _put_numbers(read, f"{signifier.id}.shares", answer["shares"], 3)
        case Triad():
            return _put(read, signifier.id, answer["zone"] in ZONES, answer["zone"])
        case Dyad() if "value" in answer:
            return _put_numbers(read, f"{signifier.id}.value", [answer["value"]], 1)
        case Dyad():
            step = answer["step"]
            is_step = isinstance(step, int) and not isinstance(step, bool) and 0 <= step < DYAD_STEPS
            return _put(read, signifier.id, is_step, step)
        case Choice():
            return _put_options(read, signifier, answer)
        case Stones():
            return _put_stones(read, signifier, answer["stones"])
        case Freetext():
            return _put(read, signifier.id, isinstance(answer["text"], str), answer["text"])


def _put(read: StoryBody, name: str, is_good: bool, said: object) -> bool:
    if is_good:
        read.fields[name] = [str(said)]
    return is_good


def _put_numbers(read: StoryBody, name: str, said: object, n: int) -> bool:
    if not isinstance(said, list) or len(said) != n or not all(_is_share(one) for one in said):
        return False
    read.fields[name] = [",".join(f"{one:.6f}" for one in said)]
    return True


def _is_share(said: object) -> bool:
    return isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= 1


def _put_options(read: StoryBody, signifier: Choice, answer: Mapping[str, Any]) -> bool:
    options, other = answer.get("options"), answer.get("other", "")
    known = {one.id for one in signifier.options}
    if not isinstance(options, list) or not all(isinstance(one, str) and one in known for one in options):
        return False
    read.fields[signifier.id], read.fields[f"{signifier.id}.other"] = options, [other]
    return bool(options) and isinstance(other, str)


def _put_stones(read: StoryBody, signifier: Stones, said: object) -> bool:
    known = {one.id for one in signifier.stones}
    if not isinstance(said, dict) or not said or not said.keys() <= known:
        return False
    for stone, place in said.items():
        if not isinstance(place, list) or len(place) != 2 or not all(_is_share(one) for one in place):
            return False
        for axis, number in zip("xy", place, strict=True):
            read.fields[f"{signifier.id}.{stone}.{axis}"] = [f"{number:.6f}"]
    return True


def _check_asked(read: StoryBody, framework: Framework, answers: Mapping[str, Any]) -> None:
    """An answer to a question that these answers do not lead to would be left out unsaid."""
    if read.errors:
        return
    asked = {one.id for one in asked_of(framework, read.fields)}
    for name in answers:
        if name not in asked:
            read.wrong(
                pointer("answers", name), "This is asked only after other answers: leave it out, or change those"
            )
