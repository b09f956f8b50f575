"""What of a framework and of its answers a file of SenseMaker cannot hold."""

from __future__ import annotations

from narratives.framework import Framework
from narratives.interchange.sensemaker_ids import FORMAT
from narratives.signifiers import Choice, Dyad, Freetext, Triad


def framework_losses(framework: Framework) -> list[str]:
    """A sentence for each thing that the file cannot hold; none where everything is in it."""
    warm, guesses = len(framework.warm_signifiers), len(framework.predictions)
    begins = len(framework.prompts)
    branches = 0 if framework.source.get("format") == FORMAT else len(framework.branches)
    others = [code for code in framework.languages if code != framework.language]
    shuffled = any(isinstance(one, Triad | Dyad) and one.random_order for one in framework.signifiers)
    found = {
        f"Which anchors are hot or cold ({_some(warm, 'question')}): SenseMaker has no temperature.": warm,
        "Which question asks for the level.": framework.has_level_question,
        f"That {_some(guesses, 'question')} asked for a guess about others: it goes out as any other.": guesses,
        f"{_some(begins, 'beginning')} to choose from: the one question goes out.": begins,
        "The question who should hear the story.": framework.hearers,
        "The question for the reporting group.": framework.group_question,
        f"The wording in other languages ({', '.join(others)}): a file holds one language.": others,
        "Pictures of options: their words go out.": _has_pictures(framework),
        "That anchors are shown in an order of each teller’s own.": shuffled,
        f"What opens {_some(branches, 'branch', 'branches')}, in SenseMaker’s own terms: the rule is written as "
        "Murmuration reads it, so check it there.": branches,
    }
    return [sentence for sentence, is_there in found.items() if is_there]


def answer_losses(framework: Framework) -> list[str]:
    """A sentence for each thing about stories and answers that the table cannot hold."""
    kinds = {type(one) for one in framework.signifiers}
    found = {
        "The day of a story: the Monday of its week stands in its place.": True,
        "That somebody said “does not apply” to a choice or a short answer: the cell is empty.": kinds
        & {Choice, Freetext},
        "That a branch was not opened: its cells are empty.": framework.branches,
    }
    return [sentence for sentence, is_there in found.items() if is_there]


def _has_pictures(framework: Framework) -> bool:
    return any(option.image for choice in framework.choices for option in choice.options)


def _some(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
