"""E-mail handed in to a small mail server on this machine, encrypted and not."""

import socketserver
import ssl
import threading
from dataclasses import dataclass
from email import message_from_bytes, policy

import pytest

from analysis.delivery.mail import Mail
from analysis.delivery.transport import DeliveryError
from tests.analysis.delivery.certificates import make_contexts
from tests.store.parcels import MAIL, NOON, make_message, make_parcel

SITE = "https://stories.example.org"


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    encryption: str = "none"
    sender: str = "alerts@example.org"
    user: str = ""
    password: str = ""


class Sink(socketserver.StreamRequestHandler):
    """As much of SMTP as handing in one message takes; `refusals` of the server says what it answers instead."""

    def handle(self) -> None:
        self.say("220 sink ready")
        while line := self.rfile.readline():
            verb = line.split()[0].upper().decode()
            refusal = self.server.refusals.get(verb)
            if refusal:
                self.say(refusal)
            elif verb == "EHLO":
                self.say("250-sink\r\n250-AUTH PLAIN\r\n250 STARTTLS")
            elif verb == "STARTTLS":
                self.say("220 go on")
                self.request = self.server.context.wrap_socket(self.request, server_side=True)
                self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb")
                self.server.encrypted += 1
            elif verb == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.mails.append(b"".join(line.removeprefix(b".") for line in lines))
                self.say("250 kept")
            elif verb == "QUIT":
                return  # without a word, as some do
            else:
                self.say("235 fine" if verb == "AUTH" else "250 fine")

    def finish(self) -> None:
        super().finish()
        self.request.close()  # where it was wrapped on the way, the server knows the bare one alone

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()


@pytest.fixture(scope="module")
def contexts(tmp_path_factory):
    return make_contexts(tmp_path_factory.mktemp("tls"), "localhost")


@pytest.fixture
def sink(contexts):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Sink) as server:
        server.daemon_threads = True
        server.mails, server.refusals, server.encrypted, server.context = [], {}, 0, contexts[0]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()


def send(sink, contexts, **changes):
    server = Server("localhost", sink.server_address[1], **changes)
    Mail(server, SITE, context=contexts[1], seconds=5.0)(make_parcel(make_message(alert="a1"), route=MAIL), NOON)


def test_a_letter_is_handed_in_whole(sink, contexts):
    send(sink, contexts)
    (mail,) = sink.mails
    message = message_from_bytes(mail, policy=policy.default)
    assert message["Subject"] == "Stories in east have moved."
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert sink.encrypted == 0


def test_it_is_encrypted_before_the_password_is_said(sink, contexts):
    send(sink, contexts, encryption="starttls", user="alerts", password="a bean")
    assert len(sink.mails) == sink.encrypted == 1


@pytest.mark.parametrize(
    ("verb", "answer", "sentence"),
    [
        ("AUTH", "535 no", "The mail server did not accept the user name and password."),
        ("RCPT", "550 unknown", "The mail server refused the address team@example.org."),
        ("MAIL", "550 no", "The mail server refused alerts@example.org as the sender."),
        ("DATA", "451 later", "The mail server answered with an error (451)."),
        ("STARTTLS", "454 not now", "The mail server answered with an error (454)."),
    ],
)
def test_a_refusal_is_said_in_plain_words(sink, contexts, verb, answer, sentence):
    sink.refusals[verb] = answer
    with pytest.raises(DeliveryError) as error:
        send(sink, contexts, encryption="starttls", user="alerts", password="a bean")
    assert str(error.value) == sentence
    assert sink.mails == []


def test_a_server_that_offers_no_encryption_gets_no_mail(sink, contexts):
    sink.refusals["EHLO"] = "250 sink"
    with pytest.raises(DeliveryError, match="does not offer what is set, for instance STARTTLS"):
        send(sink, contexts, encryption="starttls")
    assert sink.mails == []


def test_a_certificate_that_nobody_vouches_for_is_refused(sink, contexts):
    with pytest.raises(DeliveryError, match="The certificate of localhost cannot be trusted"):
        send(sink, (None, ssl.create_default_context()), encryption="starttls")
    assert sink.mails == []


def test_a_server_that_is_not_there_or_not_set_is_named(contexts):
    with pytest.raises(DeliveryError, match="The mail server localhost could not be reached"):
        Mail(Server("localhost", 1), SITE, seconds=1.0)(make_parcel(route=MAIL), NOON)
    with pytest.raises(DeliveryError, match="No mail server is set. Set MURMURATION_SMTP_HOST"):
        Mail(None, SITE)(make_parcel(route=MAIL), NOON)
