"""Cards for a workshop as a PDF: the same cards as on the page, in sheets with lines to cut along."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from narratives.collection import Collection
from web.explore.reading.printed_cards import PrintedCard, PrintPage, Size
from web.typeset import typeset


def cards_file(collection: Collection, page: PrintPage, size: Size, author: str, at: datetime) -> bytes:
    """The cards of a page as a PDF. Raises TypesettingError where letters have no font."""
    data = {
        "title": f"Cards for a workshop: {collection.title}",
        "author": author,
        "language": "en",
        "collection": collection.title,
        "size": size.name,
        "sheets": [[_card(card) for card in sheet] for sheet in page.sheets],
    }
    return typeset("cards", data, at=at)


def _card(card: PrintedCard) -> dict[str, object]:
    return asdict(card) | {"language": card.language or "en"}
