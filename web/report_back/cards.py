"""Answers as staff see them in lists: their words, whom they are for, and what was done to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.calendar import spoken
from narratives.report_back import ReportBack, Wording
from narratives.translation import name_of
from store.database import Database
from store.report_backs import NO_LONGER_ALLOWED, Answered, list_report_back_events
from web.report_back.form import OUTCOMES

_DONE = {
    "published": "{who} published it on {day}",
    "changed": "{who} changed it on {day}",
    "taken-back": "{who} took it back on {day}",
    "put-back": "{who} put it back on {day}",
}
_STOPPED = "It was taken back by itself on {day}: it quotes words that may no longer be published"


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """An answer in English, the other languages it is in, and its history: what was done, and the words before."""

    report: ReportBack
    words: Wording
    outcome: str
    whom: str
    published: str
    languages: tuple[str, ...]
    steps: tuple[tuple[str, tuple[Wording, ...]], ...]

    @property
    def is_taken_back(self) -> bool:
        """Whether tellers no longer see it."""
        return self.report.taken_back_on is not None


def answer_card(db: Database, report: ReportBack, names: Mapping[str, str]) -> AnswerCard:
    """One answer; `names` are people's names by username."""
    steps = []
    for event in list_report_back_events(db, report.id):
        who, day = names.get(event.actor, event.actor), spoken(event.at.astimezone().date())
        said = (
            _STOPPED.format(day=day) if event.actor == NO_LONGER_ALLOWED else _DONE[event.kind].format(who=who, day=day)
        )
        steps.append((said, tuple(event.old.values())))
    return AnswerCard(
        report=report,
        words=report.words["en"],
        outcome=OUTCOMES[report.outcome.value][0],
        whom=whom_words(report),
        published=spoken(report.published_on),
        languages=tuple(name_of(code) for code in report.words if code != "en"),
        steps=tuple(steps),
    )


def whom_words(report: ReportBack) -> str:
    """Whose stories it answers."""
    return ", ".join(report.groups) if report.groups else "everybody"


def answered_words(share: Answered) -> str:
    """How much of what an answer is due for was answered, in a sentence; empty while nothing is."""
    counts = (("alert", share.alerts_answered, share.alerts), ("probe", share.probes_answered, share.probes))
    parts = [f"{n} of {due} {name if due == 1 else f'{name}s'}" for name, n, due in counts if due]
    return f"{' and '.join(parts)} {'was' if share.alerts + share.probes == 1 else 'were'} answered." if parts else ""
