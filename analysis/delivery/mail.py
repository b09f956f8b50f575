"""The transport of e-mail: one SMTP conversation a message, encrypted unless the server is this machine."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol

from analysis.delivery.letter import letter
from analysis.delivery.transport import DeliveryError
from store.sending import Parcel

SECONDS = 30.0


class Server(Protocol):
    """Where mail is handed in; `encryption` is "starttls", "tls" or "none"."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def encryption(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mail:
    """The transport of e-mail; `server` is None where none is set, `site` this deployment's address or empty."""

    server: Server | None
    site: str
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    seconds: float = SECONDS

    def __call__(self, parcel: Parcel, at: datetime) -> None:
        """Hand it in. Raises DeliveryError."""
        if self.server is None:
            raise DeliveryError("No mail server is set. Set MURMURATION_SMTP_HOST; see docs/settings.md.")
        try:
            self._hand_in(self.server, letter(parcel, self.server.sender, self.site, at))
        except smtplib.SMTPAuthenticationError as error:
            raise DeliveryError("The mail server did not accept the user name and password.") from error
        except smtplib.SMTPRecipientsRefused as error:
            raise DeliveryError(f"The mail server refused the address {parcel.route.address}.") from error
        except smtplib.SMTPSenderRefused as error:
            raise DeliveryError(f"The mail server refused {self.server.sender} as the sender.") from error
        except smtplib.SMTPNotSupportedError as error:
            raise DeliveryError("The mail server does not offer what is set, for instance STARTTLS.") from error
        except ssl.SSLError as error:
            raise DeliveryError(f"The certificate of {self.server.host} cannot be trusted.") from error
        except smtplib.SMTPResponseException as error:
            raise DeliveryError(f"The mail server answered with an error ({error.smtp_code}).") from error
        except OSError as error:  # smtplib's own errors among them
            raise DeliveryError(f"The mail server {self.server.host} could not be reached.") from error

    def _hand_in(self, server: Server, message: EmailMessage) -> None:
        own_name = server.sender.rpartition("@")[2]  # and not the name of this machine
        if server.encryption == "tls":
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, own_name, timeout=self.seconds, context=self.context
            )
        else:
            session = smtplib.SMTP(server.host, server.port, own_name, timeout=self.seconds)
        try:
            if server.encryption == "starttls":
                session.starttls(context=self.context)
            if server.user:
                session.login(server.user, server.password)
            session.send_message(message)
            with suppress(OSError):  # it has the message; how it says goodbye changes nothing
                session.quit()
        finally:
            session.close()
