"""What is proposed, in words: a value as people read it, and what it would mean for them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from narratives.charter import CONSTITUENCY_WORDS, Charter, Constituency, read_charter
from narratives.covered import MOVES, MOVES_WORDS, WORDS, Setting, Subject, value_words

_MEANS: Mapping[Setting, str] = {
    Setting.QUESTIONS: "The questions are opened as they stand in this revision, and people can begin to tell.",
    Setting.WORDING: "Whoever tells from then on reads the new words. What was answered before stays.",
    Setting.SMALLEST_GROUP: "It holds for collections that are opened from then on; those that are open keep theirs.",
    Setting.MONTHS_KEPT: "What is older is deleted within a day, for good. A shorter time cannot be made longer again "
    "once there is a story.",
    Setting.SHARED_WITH: "The other organisations see figures about enough people, and never a story.",
    Setting.FALSE_ALARMS: "With fewer false alarms, what really changes is noticed later; with more, sooner.",
    Setting.CHARTER: "Proposals that are open already end by the charter under which they began.",
}


def shown(setting: Setting, value: str, titles: Mapping[str, str] | None = None) -> str:
    """A value in words; `titles` are those of collections by id."""
    if setting is Setting.CHARTER:
        return charter_words(read_charter(value)) if value else "no charter"
    if setting is Setting.SHARED_WITH:
        named = [MOVES_WORDS if one == MOVES else (titles or {}).get(one, one) for one in json.loads(value or "[]")]
        return ", ".join(named) or "no collection"
    return value_words(setting, value)


def charter_words(charter: Charter) -> str:
    """A charter in a few lines."""
    votes = [f"{_named(one)}: {_percent(charter, one)} of the vote" for one in Constituency if charter.weights[one]]
    quorums = ", ".join(f"{_named(one).lower()} {charter.quorum[one]}" for one in charter.voting)
    covered = "; ".join(WORDS[one].title.lower() for one in Setting if one in charter.covered)
    return "\n".join(
        [
            *votes,
            f"Quorum, in a hundred: {quorums}",
            f"Open for {days_words(charter.days)}",
            f"Passes with more than {charter.majority} in a hundred",
            f"Members decide about: {covered}",
        ]
    )


def consequences(setting: Setting, after: str) -> list[str]:
    """What follows if a proposal passes, in plain words."""
    lines = [WORDS[setting].about]
    if setting is Setting.READERS:
        lines.append(_reading(after))
    elif setting is Setting.TOLD_OUTSIDE:
        lines.append(
            "Administrators may add addresses again."
            if after == "yes"
            else "No address is added from then on. Those that are told already stay until somebody stops them."
        )
    elif setting is Setting.PUBLIC_PAGE:
        lines.append(
            "Everybody can read the page, without signing in."
            if after == "on"
            else "The page is gone for everybody within minutes."
        )
    else:
        lines.append(_MEANS[setting])
    return lines


def heading(setting: Setting, about: str) -> str:
    """What a proposal is about, as a heading; `about` is the title of its subject, empty for the organisation."""
    title = WORDS[setting].title
    return f"{title}: {about}" if about and WORDS[setting].of is not Subject.ORGANISATION else title


def days_words(days: int) -> str:
    """A number of days in words."""
    return "1 day" if days == 1 else f"{days} days"


def _reading(roles: str) -> str:
    readers = value_words(Setting.READERS, roles)
    return f"From then on stories are read one by one by {readers}, on pages, in exports and by programs alike."


def _named(constituency: Constituency) -> str:
    return CONSTITUENCY_WORDS[constituency]


def _percent(charter: Charter, constituency: Constituency) -> str:
    return f"{round(100 * charter.share_of(constituency))}%"
