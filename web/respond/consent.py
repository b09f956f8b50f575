"""What a collection asks its tellers to allow, in the words of its policy."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection, Moderation, Policy


@dataclass(frozen=True, slots=True)
class ConsentChoice:
    """One answer to "who may read your story"."""

    value: str
    label: str
    hint: str


def consent_choices(collection: Collection) -> tuple[ConsentChoice, ConsentChoice]:
    """The two answers, the wider one first; neither is ticked for anybody."""
    first = "A moderator reads it first. " if collection.moderation is Moderation.BEFORE else ""
    if collection.policy is Policy.PROTECTED:
        read = ConsentChoice("read", "Staff may read my words", f"{first}They never see your answers beside them.")
    else:
        read = ConsentChoice(
            "read", "Staff may read my story together with my answers", f"{first}They do not learn who told it."
        )
    return read, ConsentChoice("count", "Only count my answers", _counted(collection))


def _counted(collection: Collection) -> str:
    others = f"Your answers are added up with those of at least {collection.k - 1} other people, never shown alone."
    if collection.moderation is Moderation.BEFORE:
        return f"{others} Only a moderator reads your words, in case somebody is in danger."
    return f"{others} Staff cannot read your words."
