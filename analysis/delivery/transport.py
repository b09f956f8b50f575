"""What a way of sending is: it takes a parcel to its receiver, or raises a sentence that says why it could not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from narratives.errors import MurmurationError
from narratives.route import Medium
from store.sending import Parcel

# Returns when the receiver has said that it has the parcel. Raises DeliveryError otherwise.
Transport = Callable[[Parcel, datetime], None]
Transports = Mapping[Medium, Transport]


class DeliveryError(MurmurationError):
    """A parcel did not arrive; the sentence is for the people who look after the route."""


class GoneError(DeliveryError):
    """The receiver says that nothing is to be sent there any more."""
