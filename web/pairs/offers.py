"""The case store's part of the practitioner's page. This module knows nothing of the stories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from narratives.interaction import bare_reference
from narratives.pair_places import kind_of_contact, places_of
from store import pairs
from store.cases import Interaction
from store.pairs import Meeting, Offer
from web.casework.case_log import own_interaction
from web.casework.case_store import case_store

__all__ = ["Offered", "make", "offered", "withdraw"]


@dataclass(frozen=True, slots=True)
class Offered:
    """One of the practitioner's own interactions, and the code that was made for it."""

    interaction: Interaction
    offer: Offer

    @property
    def is_placed(self) -> bool:
        """Whether the practitioner placed anything that can be compared."""
        return bool(places_of(self.interaction.answers))


def offered(practitioner: str, interaction_id: str, today: date) -> Offered:
    """The practitioner's own interaction with its code. Raises NotFoundError."""
    interaction, held = own_interaction(practitioner, interaction_id), case_store()
    return Offered(interaction, pairs.offer_of(held.db, held.key, interaction.id, today))


def make(interaction: Interaction, group: str, today: date) -> str:
    """A new code for an interaction; the one before stops being good. Raises BusyError."""
    held = case_store()
    meeting = Meeting(
        interaction=interaction.id,
        practitioner=interaction.practitioner,
        reference=bare_reference(interaction.reference),
        collection=interaction.collection,
        group=group,
        contact=kind_of_contact(interaction.contact),
        places=places_of(interaction.answers),
    )
    return pairs.make_code(held.db, held.key, meeting, today)


def withdraw(interaction: Interaction) -> None:
    """Make the codes of an interaction good for nothing. Raises BusyError."""
    held = case_store()
    pairs.withdraw_code(held.db, held.key, interaction.id)
