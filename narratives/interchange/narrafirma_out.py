"""A framework as a NarraFirma story form, and what such a form cannot hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from narratives.framework import Framework
from narratives.interchange.narrafirma_form import HEADER
from narratives.interchange.narrafirma_question import NOT_ASKED
from narratives.signifiers import Choice, Dyad, Freetext, Option, Signifier, Stones, Triad, prediction_of

DOES_NOT_APPLY = "does not apply"
NONE_OF_IT, ALL_OF_IT = "none of it", "all of it"
_ELICITING = "Eliciting question"


def write_form(framework: Framework) -> bytes:
    """The form as UTF-8 CSV: ids are data names and short names, a triad is three scales and a box beside them."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(HEADER)
    begun = [_answer(prompt) for prompt in framework.prompts] or [f"story|{_plain(framework.prompting_question)}"]
    text = framework.prompting_question if framework.prompts else _ELICITING
    writer.writerow([_ELICITING, "eliciting", "eliciting", _ELICITING, text, "", *begun])
    for signifier in framework.signifiers:
        writer.writerows(_questions(signifier))
    writer.writerow(["", "Title", "form", "", "", "", framework.title])
    if framework.introduction:
        writer.writerow(["", "Start text", "form", "", "", "", framework.introduction])
    writer.writerow(["", "Scale range", "import", "", "", "", "0", "100"])
    return held.getvalue().encode()


def _questions(signifier: Signifier) -> Iterator[Sequence[str]]:
    name, title = signifier.id, signifier.title
    match signifier:
        case Triad():
            for anchor in signifier.anchors:
                share = f"{name} - {anchor.id}"
                label = f"{title} - {anchor.label}"
                yield (share, "Scale", "story", share, label, "", NONE_OF_IT, ALL_OF_IT)
            box = name + NOT_ASKED
            yield (box, "Checkbox", "story", box.replace("/", ""), f"{title} - {DOES_NOT_APPLY}", "")
        case Dyad():
            ends = (anchor.label for anchor in signifier.anchors)
            yield (name, "Scale", "story", name, title, "", *ends, DOES_NOT_APPLY)
        case Choice():
            yield _choice(signifier)
        case Freetext():
            yield (name, "Textarea", "story", name, title, "")


def _choice(choice: Choice) -> Sequence[str]:
    about = "participant" if choice.asks_about == "respondent" else "story"
    several = choice.max_responses > 1
    kind = "Multi-choice multi-column texts" if several else "Single choice"
    options = [f"maxNumAnswers={choice.max_responses}"] if several else []
    if choice.takes_other:
        options.append("writeInTextBoxLabel=In your own words")
    return (choice.id, kind, about, choice.id, choice.title, "|".join(options), *map(_answer, choice.options))


def _answer(option: Option) -> str:
    return f"{option.id}|{_plain(option.label)}"


def _plain(text: str) -> str:
    """A text that stands beside a vertical bar, which separates the parts of an answer."""
    return text.replace("|", "/")


def form_losses(framework: Framework) -> list[str]:
    """What of a framework a NarraFirma form cannot hold, as sentences."""
    found = framework.signifiers
    told: list[tuple[str, Iterable[str]]] = [
        ("Stones cannot be asked", (one.id for one in found if isinstance(one, Stones))),
        (
            "A triad becomes three scales from 0 to 100, which nothing there keeps in balance",
            (one.id for one in found if isinstance(one, Triad)),
        ),
        ("Nothing there says that an answer is required", (one.id for one in found if one.required)),
        ("Hot and cold anchors are not carried", (one.id for one in framework.warm_signifiers)),
        ("That it asks for the level is not carried", (one.id for one in framework.dyads if one.level)),
        ("The ids of anchors are made anew from their labels", (one.id for one in found if isinstance(one, Dyad))),
        ("A guess about others becomes a question like any other", (one.id for one in found if prediction_of(one))),
        ("Anchors and options keep one order for everybody", (one.id for one in found if _is_shuffled(one))),
        ("The least number of answers is not carried", (one.id for one in framework.choices if one.min_responses > 1)),
        ("Pictures of options are not carried", (one.id for one in framework.choices if _pictured(one))),
        ("A vertical bar in an answer becomes a slash", (one.id for one in framework.choices if _barred(one.options))),
        ("A branch is asked of everybody", (one.id for one in framework.branches)),
        ("Only one language is carried, so these are left out", sorted(framework.texts)),
        ("Who should hear a story is not asked", (one.id for one in framework.hearers)),
    ]
    named = ((sentence, list(ids)) for sentence, ids in told)
    lost = [f"{sentence}: {', '.join(ids)}." for sentence, ids in named if ids]
    if framework.group_question:
        lost.append("The question for the reporting group is not carried.")
    return lost


def _is_shuffled(signifier: Signifier) -> bool:
    return isinstance(signifier, Triad | Dyad | Choice) and signifier.random_order


def _pictured(choice: Choice) -> bool:
    return any(option.image for option in choice.options)


def _barred(options: Iterable[Option]) -> bool:
    return any("|" in option.label for option in options)
