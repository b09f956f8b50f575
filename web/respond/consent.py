"""What a collection asks its tellers to allow, in the words of its policy."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection, Moderation, Policy
from narratives.narrative import Scope, widest_scope
from narratives.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """One answer to "who may read your story"."""

    value: str
    label: str
    hint: str


def consent_choices(collection: Collection) -> tuple[ConsentChoice, ...]:
    """The answers from the narrowest to the widest, each containing those before; none is ticked for anybody."""
    return tuple(choice for choice in _all_choices(collection) if choice.value in {"count", *collection.offers})


def _all_choices(collection: Collection) -> tuple[ConsentChoice, ...]:
    return (
        ConsentChoice("count", _("Only count my answers"), _counted(collection)),
        ConsentChoice("read", _("Staff may also read my story"), _read(collection)),
        ConsentChoice("quote", _("Staff may also quote from it"), _quoted(collection)),
        ConsentChoice("publish", _("It may also be published"), _published(collection)),
    )


def consent_words(collection: Collection, consent: frozenset[Scope]) -> str:
    """What a teller allowed, in the words in which it was asked."""
    chosen = widest_scope(consent)
    return next(choice.label for choice in _all_choices(collection) if choice.value == chosen)


def contact_words(consent: frozenset[Scope]) -> str:
    """Whether staff may leave the teller a message."""
    return _("Yes, I read it with my code") if Scope.CONTACT in consent else _("No")


def _counted(collection: Collection) -> str:
    return _(
        "Your answers are added up with those of at least %(others)s other people, never shown alone. "
        "Only a moderator reads your words, in case somebody is in danger.",
        others=collection.k - 1,
    )


def _read(collection: Collection) -> str:
    first = collection.moderation is Moderation.BEFORE
    if collection.policy is Policy.PROTECTED:
        if first:
            return _("A moderator reads your words first. Staff never see your answers beside them.")
        return _("Staff never see your answers beside your words.")
    if first:
        return _(
            "A moderator reads it first. Staff then read it together with your answers. They do not learn who told it."
        )
    return _("Staff read it together with your answers. They do not learn who told it.")


def _quoted(collection: Collection) -> str:
    return _("A sentence or two may stand in a report or be read out in a meeting. Anybody there may hear it.")


def _published(collection: Collection) -> str:
    return _("Anybody may read it, for example on a website. Choose this only if nobody could be hurt by it.")
