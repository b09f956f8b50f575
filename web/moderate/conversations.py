"""The messages of tellers in the collections that a moderator sees."""

from __future__ import annotations

from store.messages import Conversation, list_conversations
from web.reach import visible_collections
from web.stores import stores


def conversations() -> list[Conversation]:
    """The stories with messages, those whose teller waits for an answer first."""
    return list_conversations(stores().stories, [one.id for one in visible_collections()])
