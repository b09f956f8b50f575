"""A webhook: signed JSON after Standard Webhooks, to an address that is looked at anew each time."""

from __future__ import annotations

import http.client
import json
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime

from analysis.delivery.https import SECONDS, post
from analysis.delivery.transport import DeliveryError, GoneError
from narratives.alert_message import AlertMessage
from narratives.route import Occasion, signature, webhook_key
from narratives.webhook_address import AddressError, Resolver, Target, check_address, system_resolver
from store.sending import Parcel


@dataclass(frozen=True, slots=True)
class Webhook:
    """The transport of webhooks; `site` is this deployment's public address, or empty."""

    secret: bytes
    site: str
    resolve: Resolver = system_resolver
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS

    def __call__(self, parcel: Parcel, at: datetime) -> None:
        """Post it. Raises DeliveryError, or GoneError where the receiver answers 410."""
        try:
            target = check_address(parcel.route.address, self.resolve)
        except AddressError as error:
            raise DeliveryError(str(error)) from error
        status = self._status(target, parcel, at)
        if status == 410:
            raise GoneError(f"{target.host} answered that nothing is received there any more (410).")
        if 300 <= status < 400:
            raise DeliveryError(f"{target.host} answered with another address ({status}). Enter that one instead.")
        if not 200 <= status < 300:
            raise DeliveryError(f"{target.host} answered with an error ({status}).")

    def _status(self, target: Target, parcel: Parcel, at: datetime) -> int:
        body = payload(parcel, self.site)
        stamp = int(at.timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Murmuration",
            "Idempotency-Key": parcel.key,
            "webhook-id": parcel.key,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature(webhook_key(parcel.route.id, self.secret), parcel.key, stamp, body),
        }
        try:
            return post(target, body, headers, self.context, self.seconds)
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message or "it is not made out to this name"
            raise DeliveryError(f"The certificate of {target.host} cannot be trusted: {why}.") from error
        except TimeoutError as error:
            raise DeliveryError(f"{target.host} did not answer within {self.seconds:g} seconds.") from error
        except OSError as error:
            raise DeliveryError(f"{target.host} could not be reached.") from error
        except http.client.HTTPException as error:
            raise DeliveryError(f"{target.host} answered with something that is no answer of a website.") from error


def payload(parcel: Parcel, site: str) -> bytes:
    """The body, the same at every try."""
    kind = parcel.messages[0].occasion.value if len(parcel.messages) == 1 else "digest"
    told = {
        "type": "safeguarding.overdue" if kind == Occasion.OVERDUE else f"alert.{kind}",
        "timestamp": datetime.fromtimestamp(parcel.due_at, UTC).isoformat(timespec="seconds"),
        "data": {"alerts": [_told(message, site) for message in parcel.messages]},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _told(message: AlertMessage, site: str) -> dict[str, object]:
    return {
        "id": message.alert,
        "occasion": message.occasion.value,
        "collection": {"id": message.collection, "title": message.title},
        "sentence": message.sentence,
        "signal": message.signal.value,
        "tone": message.tone.value,
        "group": message.where,
        "size": message.size,
        "since": message.since.isoformat(),
        "noticed_on": message.raised_on.isoformat(),
        "link": message.link(site),
        "note": message.note,
        "elsewhere": message.elsewhere,
    }
