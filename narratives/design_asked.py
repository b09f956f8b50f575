"""What the worker is asked about a design: which wordings mean the same, and how soon a shift would be noticed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.framework_file import framework_to_json
from narratives.framework_texts import in_words_of, texts_of
from narratives.signifiers import Dyad, Stones, Triad
from narratives.wording_findings import labels_of

MOST_A_WEEK, MOST_GROUPS, MOST_ALERTS = 5_000, 200, 52
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is expected of a design: stories a week in all, told in so many groups, and false alerts a year."""

    a_week: float
    groups: int
    alerts_a_year: float

    def to_json(self) -> dict[str, float]:
        """As the question holds them."""
        return {"a_week": self.a_week, "groups": self.groups, "alerts_a_year": self.alerts_a_year}


def read_numbers(a_week: str, groups: str, alerts_a_year: str) -> Numbers:
    """What was typed. Raises SubmissionError with all the problems at once, by field."""
    found = {
        "a_week": (_number(a_week, 1, MOST_A_WEEK), f"Enter how many stories a week, from 1 to {MOST_A_WEEK:,}"),
        "groups": (_whole(groups, MOST_GROUPS), f"Enter how many groups, a whole number from 1 to {MOST_GROUPS}"),
        "alerts_a_year": (_number(alerts_a_year, 0.01, MOST_ALERTS), f"Enter a number from 0.01 to {MOST_ALERTS}"),
    }
    wrong = [FieldError(name, message) for name, (value, message) in found.items() if value is None]
    if wrong:
        raise SubmissionError(wrong)
    stories, told_in, alerts = (value or 0.0 for value, _ in found.values())
    return Numbers(stories, int(told_in), alerts)


def power_question(framework: Framework, numbers: Numbers, k: int) -> dict[str, Any]:
    """The question of how soon shifts are noticed: another wording of the same questions asks the same."""
    bare = in_words_of(replace(framework, texts={}, source={}), {key: key for key in texts_of(framework)})
    return {"framework": framework_to_json(bare), "k": k, **numbers.to_json()}


def alike_question(framework: Framework) -> dict[str, Any] | None:
    """The question of which wordings mean the same: labels beside each other, and whole questions.

    Labels of triads and stones alone: the ends of a scale are about the same, and so are answers such as spans of time.
    In English, the framework's own or its translation, which is all that the language model reads well; None without.
    """
    spoken = next((code for code in framework.languages if code.partition("-")[0] == _ENGLISH), None)
    if spoken is None:
        return None
    worded = framework.in_language(spoken)
    labels = {one.id: list(labels_of(one)) for one in worded.signifiers if isinstance(one, Triad | Stones)}
    whole = {
        one.id: " ".join([one.title, *labels_of(one)]) for one in worded.signifiers if isinstance(one, Triad | Dyad)
    }
    return {"labels": labels, "questions": whole}


def _number(typed: str, least: float, most: float) -> float | None:
    try:
        value = float(typed.strip().replace(",", ""))
    except ValueError:
        return None
    return value if least <= value <= most else None


def _whole(typed: str, most: int) -> float | None:
    value = _number(typed, 1, most)
    return value if value is not None and value == int(value) else None
