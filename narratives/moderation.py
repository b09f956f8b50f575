"""What a moderator may decide about a story that nobody else has read, why, and how its teller is told.

The words on staff pages are plain English; what tellers read is in their language.
"""

from __future__ import annotations

from enum import StrEnum

from narratives.translation import gettext as _

MOST_ANSWERS = 20  # of one teller about one story
MOST_NOTE = 1_000  # characters of a moderator's own words, and of a teller's answer
KEPT_DAYS = 14  # that the words of before a redaction can be put back
ANSWER_DAYS = 28  # that a story which was given back waits for its teller before it is only counted


class Outcome(StrEnum):
    """What keeps a story from its readers."""

    WITHHELD = "withheld"
    RETURNED = "returned"
    ESCALATED = "escalated"


class Kind(StrEnum):
    """What happened to a story, as its history names it."""

    APPROVED = "approved"
    REDACTED = "redacted"
    RETURNED = "returned"
    WITHHELD = "withheld"
    ESCALATED = "escalated"
    UNDONE = "undone"
    CORRECTED = "corrected"
    SENT_AGAIN = "sent again"
    ANSWERED = "answered"
    READ = "read"
    UNANSWERED = "unanswered"
    PURGED = "purged"


DECISIONS = (Kind.APPROVED, Kind.REDACTED, Kind.RETURNED, Kind.WITHHELD, Kind.ESCALATED)
OTHER = "other"
UNANSWERED = "unanswered"

# What a moderator chooses from, in the words of the page.
WHY_WITHHELD = {
    "names": "It names a person, or shows who somebody is",
    "danger": "It could put somebody in danger",
    "elsewhere": "It is not about what this collection asks",
    "hateful": "It is hateful",
    OTHER: "Something else",
}
WHY_RETURNED = {
    "names": "It names somebody else",
    "self": "It shows who the teller is",
    "allegation": "It accuses a person who can be made out",
    "unclear": "It cannot be understood without more words",
    OTHER: "Something else",
}
WHY_REDACTED = {
    "names": "Names of people",
    "contact": "Numbers or addresses by which somebody can be found",
    "details": "Details that show who somebody is",
    OTHER: "Something else",
}


def is_reason(outcome: Kind, reason: str) -> bool:
    """Whether a reason is one of the list for a decision."""
    return reason in reasons(outcome)


def reasons(outcome: Kind) -> dict[str, str]:
    """The reasons to choose from for a decision, each in words of the staff pages; none where none is asked."""
    return {Kind.WITHHELD: WHY_WITHHELD, Kind.RETURNED: WHY_RETURNED, Kind.REDACTED: WHY_REDACTED}.get(outcome, {})


def reason_words(outcome: Kind, reason: str) -> str:
    """A stored reason in the words of the staff pages."""
    if reason == UNANSWERED:
        return f"Its teller did not answer within {ANSWER_DAYS} days"
    return reasons(outcome).get(reason, "")


def withheld_words(reason: str) -> str:
    """What the teller of a withheld story reads."""
    return {
        "names": _(
            "A moderator read your story and held it back, because it shows who somebody is. Staff cannot read it. "
            "Thank you for telling it. If you take out names and details, a moderator reads it again."
        ),
        "danger": _(
            "A moderator read your story and held it back, because somebody could come to harm if it were read by "
            "more people. Staff cannot read it. It was taken seriously, and it was right to tell it."
        ),
        "elsewhere": _(
            "A moderator read your story and held it back, because it is about something else than what was asked "
            "here. Staff cannot read it. That says nothing about how much it matters."
        ),
        "hateful": _(
            "A moderator read your story and held it back, because of words that could hurt other people. Staff "
            "cannot read it. You can say what happened in other words; then a moderator reads it again."
        ),
        UNANSWERED: _(
            "A moderator asked you to change something, and your story waited for you. It is counted now and held "
            "back. It is not too late: if you change your words, a moderator reads them again."
        ),
    }.get(reason, _("A moderator read your story and held it back. Staff cannot read it. Thank you for telling it."))


def returned_words(reason: str) -> str:
    """Why a teller got a story back."""
    return {
        "names": _("It names somebody else. Please take the name out, or say it in another way."),
        "self": _("It shows who you are. Please look whether you want that, and take out what you do not want known."),
        "allegation": _(
            "It says of a person who can be made out that they did something wrong. Please tell what happened "
            "without what shows who it was."
        ),
        "unclear": _("It could not be understood. Please write a few more words about what happened."),
    }.get(reason, _("Something in it should be changed before others read it."))


def redacted_words(reason: str) -> str:
    """Why words were taken out of a story."""
    return {
        "names": _("They name people. Whoever reads your story does not need to know who they are."),
        "contact": _("They are numbers or addresses by which somebody can be found."),
        "details": _("They show who somebody is, to people who know them."),
    }.get(reason, _("They could show who somebody is, or do harm to somebody."))
