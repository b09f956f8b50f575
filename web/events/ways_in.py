"""The link of each perspective: it has the perspective chosen already, and the teller can choose another."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from narratives.collection import Collection
from web.invite.links import links_of
from web.invite.qr import Qr, qr_of


@dataclass(frozen=True, slots=True)
class WayIn:
    """One perspective with its link and the square that leads there; the empty one is for everybody."""

    perspective: str
    link: str
    qr: Qr


def ways_in(collection: Collection) -> tuple[WayIn, ...]:
    """The links of all perspectives, and the one that chooses none."""
    share = links_of(collection).share
    sent = [(one.name, f"{share}?{urlencode({'group': one.name})}") for one in collection.groups]
    return tuple(WayIn(name, link, qr_of(link)) for name, link in (*sent, ("", share)))
