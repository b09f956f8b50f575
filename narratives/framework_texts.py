"""A framework's wording by key, so that it can be given in further languages.

A key is "title", "prompting_question", "introduction", "<signifier>" for its title, "<signifier>.<anchor>" for
the label of an anchor, option or stone, "prompt.<id>", "hearer.<id>", "branch.<id>", "branch.<id>.introduction" and
"group_question".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from narratives.signifiers import Anchor, Choice, Dyad, Option, Signifier, Stones, Triad

if TYPE_CHECKING:
    from narratives.framework import Framework

_Labelled = TypeVar("_Labelled", Anchor, Option)


def texts_of(framework: Framework) -> dict[str, str]:
    """Every text that tellers read, by key, in the order of the page; empty texts have no key."""
    found = {
        "title": framework.title,
        "prompting_question": framework.prompting_question,
        "introduction": framework.introduction,
    }
    found |= {f"prompt.{prompt.id}": prompt.label for prompt in framework.prompts}
    for signifier in framework.signifiers:
        found[signifier.id] = signifier.title
        found |= {f"{signifier.id}.{part.id}": part.label for part in _parts(signifier)}
    for branch in framework.branches:
        found[f"branch.{branch.id}"] = branch.title
        found[f"branch.{branch.id}.introduction"] = branch.introduction
    found |= {f"hearer.{hearer.id}": hearer.label for hearer in framework.hearers}
    found["group_question"] = framework.group_question
    return {key: text for key, text in found.items() if text}


def in_words_of(framework: Framework, texts: Mapping[str, str]) -> Framework:
    """The framework with each text that `texts` holds in place of its own."""
    branches = tuple(
        replace(
            branch,
            title=texts.get(f"branch.{branch.id}", branch.title),
            introduction=texts.get(f"branch.{branch.id}.introduction", branch.introduction),
        )
        for branch in framework.branches
    )
    return replace(
        framework,
        title=texts.get("title", framework.title),
        prompting_question=texts.get("prompting_question", framework.prompting_question),
        introduction=texts.get("introduction", framework.introduction),
        prompts=_relabelled(framework.prompts, "prompt", texts),
        hearers=_relabelled(framework.hearers, "hearer", texts),
        group_question=texts.get("group_question", framework.group_question),
        signifiers=tuple(_reworded(signifier, texts) for signifier in framework.signifiers),
        branches=branches,
    )


def _parts(signifier: Signifier) -> Iterator[Anchor | Option]:
    match signifier:
        case Triad() | Dyad():
            yield from signifier.anchors
        case Choice():
            yield from signifier.options
        case Stones():
            yield from (*signifier.x_anchors, *signifier.y_anchors)
            yield from signifier.stones


def _reworded(signifier: Signifier, texts: Mapping[str, str]) -> Signifier:
    titled = replace(signifier, title=texts.get(signifier.id, signifier.title))
    match titled:
        case Triad():
            top, left, right = _relabelled(titled.anchors, titled.id, texts)
            return replace(titled, anchors=(top, left, right))
        case Dyad():
            first, second = _relabelled(titled.anchors, titled.id, texts)
            return replace(titled, anchors=(first, second))
        case Choice():
            return replace(titled, options=_relabelled(titled.options, titled.id, texts))
        case Stones():
            low, high = _relabelled(titled.x_anchors, titled.id, texts)
            bottom, top_pole = _relabelled(titled.y_anchors, titled.id, texts)
            stones = _relabelled(titled.stones, titled.id, texts)
            return replace(titled, x_anchors=(low, high), y_anchors=(bottom, top_pole), stones=stones)
        case _:
            return titled


def _relabelled(parts: tuple[_Labelled, ...], owner: str, texts: Mapping[str, str]) -> tuple[_Labelled, ...]:
    return tuple(replace(part, label=texts.get(f"{owner}.{part.id}", part.label)) for part in parts)
