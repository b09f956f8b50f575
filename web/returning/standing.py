"""What happened to a story, in the words of its collection's policy, and what of it cannot be changed any more."""

from __future__ import annotations

from narratives.collection import Collection, Moderation, Policy
from narratives.moderation import Outcome, withheld_words
from narratives.narrative import State
from narratives.translation import gettext as _
from store.moderation_history import Standing
from store.receipts import Kept


def what_happened(collection: Collection, kept: Kept, held: Standing | None = None) -> tuple[str, str]:
    """Who can read the story now and why nobody else can, and how its answers are counted."""
    return _held(held) if held else _reading(collection, kept), _counting(collection, kept)


def what_is_settled(collection: Collection, kept: Kept) -> str:
    """What cannot be changed any more and why; empty while everything can."""
    if not kept.counted:
        return ""
    return _(
        "Your answers are inside a closed group of at least %(k)s stories, whose sums never change again: otherwise "
        "somebody could see from the difference what one person answered. Your words can still be changed, and the "
        "story can still be taken out.",
        k=collection.k,
    )


def what_follows_new_words(collection: Collection, kept: Kept) -> str:
    """Who reads new words before staff do; empty where nobody has to."""
    if kept.state is State.HELD:
        return _("A moderator held this story back. When you change your words, a moderator reads it again.")
    if collection.moderation is Moderation.BEFORE:
        return _("When you change your words, a moderator reads them before anybody else can.")
    return ""


def _held(held: Standing) -> str:
    if held.outcome is Outcome.RETURNED:
        return _("A moderator read your story and asks you to change something. Nobody else can read it meanwhile.")
    return withheld_words(held.reason)


def _reading(collection: Collection, kept: Kept) -> str:
    may_read = kept.narrative.may_be_read
    if kept.state is State.HELD:
        return _("A moderator read your story and held it back. Staff cannot read it.")
    if kept.state is State.WAITING:
        if may_read:
            return _("Your story waits for a moderator. Nobody else can read it before that.")
        return _("Your story waits for a moderator, who is the only person to read your words.")
    if not may_read:
        return _("Your story is only counted. Staff cannot read it.")
    if collection.policy is Policy.OPEN:
        if kept.counted:
            return _("Your answers were counted while your story was held back. Staff cannot read it.")
        return _("Staff can read your story together with your answers.")
    if kept.counted:
        return _("Staff can read your words. They never see your answers beside them.")
    return _(
        "Staff can read your words as soon as your answers are counted together with those of at least %(others)s "
        "other people.",
        others=collection.k - 1,
    )


def _counting(collection: Collection, kept: Kept) -> str:
    is_open = collection.policy is Policy.OPEN
    if kept.counted:
        return _("Your answers are counted in a closed group of at least %(k)s stories.", k=collection.k)
    if is_open and kept.once_open and not _is_open(collection, kept):
        return _(
            "Your answers are shown to nobody and are in no closed group: staff could read them before, and would "
            "know them again there."
        )
    if is_open and kept.narrative.may_be_read and kept.state is not State.HELD:
        if kept.state is State.RELEASED:
            return _("Your answers are part of the pictures that staff see.")
        return _("Your answers will be part of the pictures that staff see once a moderator has read your story.")
    return _(
        "Your answers are shown to nobody yet. They wait until they can be counted together with those of at least "
        "%(others)s other people.",
        others=collection.k - 1,
    )


def _is_open(collection: Collection, kept: Kept) -> bool:
    released = kept.state is State.RELEASED and kept.narrative.may_be_read
    return collection.policy is Policy.OPEN and released and not kept.counted
