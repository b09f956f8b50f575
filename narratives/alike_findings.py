"""What is said of wordings that the language model holds for the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from narratives.design_finding import DesignFinding, Severity
from narratives.framework import Framework

_LABELS = "Two that nobody would swap for each other: “being listened to”, “being told what is going on”"
_QUESTIONS = "Keep the one that you would act on, and ask about something else: who dealt with it"


def alike_findings(
    framework: Framework, answer: Mapping[str, Sequence[Mapping[str, Any]]], where: Mapping[str, str]
) -> Iterator[DesignFinding]:
    """Findings of the worker's answer: pairs of `labels` in one question, and pairs of whole `questions`."""
    titles = {one.id: one.title for one in framework.signifiers}
    for pair in answer.get("labels", ()):
        if pair["place"] in titles:
            told = f"“{pair['one']}” and “{pair['other']}” seem to mean the same. Tellers cannot choose between them."
            yield DesignFinding("alike", pair["place"], Severity.THINK, told, _LABELS, where[pair["place"]])
    for pair in answer.get("questions", ()):
        if {pair["place"], pair["other_place"]} <= titles.keys():
            told = f"This seems to ask the same as “{titles[pair['place']]}”."
            yield DesignFinding(
                "alike", pair["other_place"], Severity.THINK, told, _QUESTIONS, where[pair["other_place"]]
            )
