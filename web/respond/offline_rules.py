"""What a device without signal checks before it seals a story: the server's own sentences about what is missing.

A sealed story cannot be mended any more, so that whatever the server would refuse has to be said before. The
sentences are those that the server says to forms which lack one thing: nothing is as complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from narratives.collection import Collection
from narratives.form_fields import Fields
from narratives.framework import Branch, Framework
from narratives.signifiers import Choice, Freetext
from narratives.text import MAX_FREETEXT_CHARACTERS, MAX_STORY_CHARACTERS, MAX_TITLE_CHARACTERS
from narratives.translation import gettext as _
from web.respond.telling import Telling


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said at a field: when it has no answer, or more characters or answers than `most`, or fewer than `least`.

    `opened_by` and `options` say when the question is asked at all: once one of these options is chosen.
    """

    field: str
    message: str
    most_letters: int | None = None
    most: int | None = None
    least: int | None = None
    opened_by: str = ""
    options: tuple[str, ...] = ()


def rules_of(collection: Collection, framework: Framework) -> list[dict[str, object]]:
    """Every rule of a collection's form, in the order of the page, ready to be written as JSON."""
    rules = (*_missing(collection, framework), *_numbers(collection, framework), *_lengths(framework))
    return [asdict(rule) for rule in rules]


def _missing(collection: Collection, framework: Framework) -> Iterator[Rule]:
    for field, message in _said_to(collection, framework, {}):
        yield Rule(field, message)
    for branch in framework.branches:
        for field, message in _said_to(collection, framework, _opening(branch)):
            if field in branch.signifiers:
                yield Rule(field, message, opened_by=branch.opened_by, options=tuple(sorted(branch.options)))


def _numbers(collection: Collection, framework: Framework) -> Iterator[Rule]:
    for choice in framework.signifiers:
        if not isinstance(choice, Choice):
            continue
        ids = [option.id for option in choice.options]
        branch = framework.branch_of(choice.id)
        opened = _opening(branch) if branch else {}
        if 1 < choice.max_responses < len(ids):
            too_many = {**opened, choice.id: ids[: choice.max_responses + 1]}
            message = dict(_said_to(collection, framework, too_many))[choice.id]
            yield Rule(choice.id, message, most=choice.max_responses)
        if choice.min_responses > 1:
            message = dict(_said_to(collection, framework, {**opened, choice.id: ids[:1]}))[choice.id]
            yield Rule(choice.id, message, least=choice.min_responses)


def _lengths(framework: Framework) -> Iterator[Rule]:
    freetexts = [one.id for one in framework.signifiers if isinstance(one, Freetext)]
    limits = {"story": MAX_STORY_CHARACTERS, "title": MAX_TITLE_CHARACTERS}
    for field, most in {**limits, **dict.fromkeys(freetexts, MAX_FREETEXT_CHARACTERS)}.items():
        yield Rule(field, _("Shorten this to %(most)s characters or fewer", most=f"{most:,}"), most_letters=most)


def _said_to(collection: Collection, framework: Framework, fields: Fields) -> list[tuple[str, str]]:
    problems = Telling(collection, framework, fields).problems(date.today())
    return [(problem.field, problem.message) for problem in problems]


def _opening(branch: Branch) -> dict[str, list[str]]:
    return {branch.opened_by: [min(branch.options)]}
