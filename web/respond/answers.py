"""What came of stories, as tellers read it: the three sentences in their language, what came of it, and when."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.calendar import spoken_month
from narratives.report_back import Outcome, ReportBack
from narratives.translation import ENGLISH, direction, noop, speaking
from narratives.translation import gettext as _
from web.words import listed

_OUTCOMES = {
    Outcome.DID: noop("It did what we hoped"),
    Outcome.DID_NOT: noop("It did not do what we hoped"),
    Outcome.TOO_EARLY: noop("It is too early to say"),
    Outcome.NOT_TRIED: noop("We could not try it"),
}


@dataclass(frozen=True, slots=True)
class HeardCard:
    """One answer as a page in the language `spoken` (written as `facing` says) shows it.

    `language` and `direction` are of the sentences, which are English where nobody has put them into that language.
    `sentences` are (what it is, its heading, its words); `outcome` is the name of one of `Outcome`.
    """

    id: str
    spoken: str
    facing: str
    outcome: str
    outcome_words: str
    sentences: tuple[tuple[str, str, str], ...]
    about: str
    month: str
    language: str
    direction: str
    note: str


def heard_card(report: ReportBack, language: str) -> HeardCard:
    """An answer in a language."""
    said_in = language if language in report.words else ENGLISH
    words = report.in_language(language)
    with speaking(language):
        return HeardCard(
            id=report.id,
            spoken=language,
            facing=direction(language),
            outcome=report.outcome.value,
            outcome_words=_(_OUTCOMES[report.outcome]),
            sentences=(
                ("said", _("You said"), words.you_said),
                ("tried", _("We tried"), words.we_tried),
                ("came", _("What came of it"), words.it_did),
            ),
            about=_about(report),
            month=spoken_month(report.published_on),
            language=said_in,
            direction=direction(said_in),
            note="" if said_in == language else _("Nobody has put this answer into your language yet."),
        )


def _about(report: ReportBack) -> str:
    if not report.groups:
        return _("About all stories")
    return _("About stories from %(groups)s", groups=listed(report.groups))
