"""A pack on its card, and everything that its tellers would be asked."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Moderation, Policy, Signpost
from narratives.collection_texts import in_language
from narratives.framework import Framework
from narratives.narrative import Kind
from narratives.pack_file import Pack
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from narratives.telling_time import guessed_minutes
from narratives.translation import name_of
from web.respond.steps import Walk
from web.sentences import joined

_POLICY = {
    Policy.OPEN: "Open: stories whose tellers agree can be read one by one with their answers.",
    Policy.PROTECTED: "Protected: figures of ten people and more; words only where the teller agrees, without answers.",
}
_MODERATION = {
    Moderation.BEFORE: "A moderator reads each story before anybody else can.",
    Moderation.AFTER: "A moderator reads the stories after others can.",
}
_KINDS = {
    Kind.RESPONDENT: "people themselves",
    Kind.PRACTITIONER: "the staff who work with them",
    Kind.OBSERVER: "people who look on",
}


@dataclass(frozen=True, slots=True)
class PackCard:
    """One pack of the list; `corners` are those of the triad whose picture it shows."""

    id: str
    title: str
    for_whom: str
    about: str
    prompt: str
    triad: str
    corners: tuple[str, ...]
    facts: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question in one language: its corners or poles, or its options; `hot` and `cold` are labels of these."""

    kind: str
    title: str
    parts: tuple[str, ...]
    hot: tuple[str, ...] = ()
    cold: tuple[str, ...] = ()
    level: bool = False


@dataclass(frozen=True, slots=True)
class PackPage:
    """A whole pack in one language: what is asked, and how it is filled in to be opened."""

    card: PackCard
    language: str
    others: tuple[tuple[str, str], ...]
    words: Framework
    questions: tuple[Question, ...]
    policy: str
    moderation: str
    groups: str
    told_by: str
    read_by: str
    signposts: tuple[Signpost, ...]
    add_help: tuple[str, ...]


def pack_card(pack: Pack) -> PackCard:
    """The card of a pack."""
    first = pack.framework.triads[0]
    return PackCard(
        id=pack.id,
        title=pack.title,
        for_whom=pack.for_whom,
        about=pack.about,
        prompt=pack.framework.prompting_question,
        triad=first.title,
        corners=tuple(anchor.label for anchor in first.anchors),
        facts=_facts(pack),
    )


def pack_page(pack: Pack, code: str) -> PackPage:
    """A pack in one of its languages; in its own where it does not speak another."""
    language = code if code in pack.framework.languages else pack.framework.language
    words = pack.framework.in_language(language)
    collection = in_language(pack.collection, pack.framework, language)
    return PackPage(
        card=pack_card(pack),
        language=language,
        others=tuple((one, name_of(one)) for one in pack.framework.languages if one != language),
        words=words,
        questions=tuple(_question(signifier) for signifier in words.signifiers),
        policy=_POLICY[collection.policy],
        moderation=_MODERATION[collection.moderation],
        groups=joined([group.name for group in collection.groups]),
        told_by=joined([_KINDS[kind] for kind in pack.kinds]),
        read_by=collection.read_by,
        signposts=collection.signposts,
        add_help=pack.add_help,
    )


def _facts(pack: Pack) -> str:
    placed = len(pack.framework.triads) + len(pack.framework.dyads)
    minutes = guessed_minutes(len(Walk(pack.collection, pack.framework, {}).steps) - 1)
    languages = joined([name_of(code) for code in pack.framework.languages])
    return (
        f"{placed} questions to place, {len(pack.framework.choices)} to choose · about {minutes} minutes · {languages}"
    )


def _question(signifier: Signifier) -> Question:
    match signifier:
        case Triad() | Dyad():
            labels = {anchor.id: anchor.label for anchor in signifier.anchors}
            return Question(
                "triad" if isinstance(signifier, Triad) else "dyad",
                signifier.title,
                tuple(labels.values()),
                tuple(labels[one] for one in sorted(signifier.hot)),
                tuple(labels[one] for one in sorted(signifier.cold)),
                isinstance(signifier, Dyad) and signifier.level,
            )
        case Choice():
            return Question("choice", signifier.title, tuple(option.label for option in signifier.options))
        case Stones():
            return Question("stones", signifier.title, tuple(stone.label for stone in signifier.stones))
        case _:
            return Question("freetext", signifier.title, ())
