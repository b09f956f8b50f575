"""The webhook against a real server with TLS on this machine, which only the tests' own resolver leads to."""

import base64
import hashlib
import hmac
import json
import os
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

import pytest

from analysis.delivery import https
from analysis.delivery.https import post
from analysis.delivery.transport import DeliveryError, GoneError
from analysis.delivery.webhook import Webhook, payload
from narratives import webhook_address
from narratives.route import webhook_secret
from narratives.webhook_address import Target
from tests.analysis.delivery.certificates import make_contexts
from tests.store.parcels import HOOK, NOON, make_message, make_parcel

SECRET = b"a secret that is long enough for this test"
SITE = "https://stories.example.org"


class Handler(BaseHTTPRequestHandler):
    """Notes what it was sent and answers as the test wishes."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.server.seen.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.answer(self)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def status(number: int, **headers: str):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(number)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@pytest.fixture(scope="module")
def contexts(tmp_path_factory):
    return make_contexts(tmp_path_factory.mktemp("tls"), "hooks.example.org")


@pytest.fixture(scope="module")
def server(contexts):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = contexts[0].wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # clients here hang up on purpose
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def listening(server):
    server.seen, server.answer = [], status(204)
    return server


@contextmanager
def taken_for_public():
    """This machine's own address is refused everywhere but here."""
    with mock.patch.object(webhook_address, "is_public", lambda address: address == "127.0.0.1"):
        yield


def send(server, contexts, parcel=None, **changes):
    webhook = Webhook(SECRET, SITE, resolve=lambda host, port: ["127.0.0.1"], context=contexts[1])
    parcel = parcel or make_parcel(make_message(alert="a1"))
    address = f"https://hooks.example.org:{server.server_port}/a?b=c"
    with taken_for_public():
        replace(webhook, **changes)(replace(parcel, route=replace(HOOK, address=address)), NOON)


def test_a_message_arrives_signed_with_its_key_over_tls(listening, contexts):
    send(listening, contexts)
    ((path, headers, body),) = listening.seen
    assert path == "/a?b=c"
    assert headers["Host"] == f"hooks.example.org:{listening.server_port}"
    assert headers["Idempotency-Key"] == headers["webhook-id"] == "the-key"
    assert headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    key = base64.b64decode(webhook_secret(HOOK.id, SECRET).removeprefix("whsec_"))
    signed = b".".join((b"the-key", headers["webhook-timestamp"].encode(), body))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body) == {
        "type": "alert.raised",
        "timestamp": "2026-03-04T12:00:00+00:00",
        "data": {
            "alerts": [
                {
                    "id": "a1",
                    "occasion": "raised",
                    "collection": {"id": "plot", "title": "The plot"},
                    "sentence": "Stories in east have moved.",
                    "signal": "temperature",
                    "tone": "trouble",
                    "group": "east",
                    "size": "a large shift",
                    "since": "2026-02-20",
                    "noticed_on": "2026-03-02",
                    "link": "https://stories.example.org/changed/a1",
                    "note": "",
                    "elsewhere": "",
                }
            ]
        },
    }


def test_several_alerts_are_one_message():
    told = json.loads(payload(make_parcel(make_message("One."), make_message("Two.")), SITE))
    assert told["type"] == "alert.digest"
    assert [alert["sentence"] for alert in told["data"]["alerts"]] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("answer", "error", "sentence"),
    [
        (status(410), GoneError, "answered that nothing is received there any more (410)"),
        (status(302, Location="http://127.0.0.1/"), DeliveryError, "answered with another address (302). Enter that"),
        (status(404), DeliveryError, "answered with an error (404)"),
        (status(503), DeliveryError, "answered with an error (503)"),
        (
            lambda handler: handler.wfile.write(b"SSH-2.0\r\n\r\n"),
            DeliveryError,
            "something that is no answer of a web",
        ),
        (lambda handler: handler.connection.close(), DeliveryError, "could not be reached"),
    ],
)
def test_an_answer_that_is_none_is_said_in_plain_words_and_leads_nowhere(listening, contexts, answer, error, sentence):
    def closing(handler):
        handler.close_connection = True
        answer(handler)

    listening.answer = closing
    with pytest.raises(error) as raised:
        send(listening, contexts)
    assert sentence in str(raised.value)
    assert type(raised.value) is error
    assert len(listening.seen) == 1


def test_of_an_answer_without_an_end_little_is_read(listening, contexts, monkeypatch):
    def endless(handler):
        handler.close_connection = True
        handler.wfile.write(b"HTTP/1.1 500 No\r\n")
        with suppress(OSError):
            for number in range(64):
                handler.wfile.write(b"X-Filler-%d: " % number + b"x" * 16_000 + b"\r\n")

    read, readinto = [], https._Answer.readinto
    monkeypatch.setattr(https._Answer, "readinto", lambda self, buffer: read.append(readinto(self, buffer)) or read[-1])
    listening.answer = endless
    with pytest.raises(DeliveryError, match="answered with an error"):
        send(listening, contexts)
    assert sum(read) == https.MOST_READ


def test_a_receiver_that_drips_is_left_when_the_time_is_up(listening, contexts):
    leave = threading.Event()

    def drip(handler):
        handler.close_connection = True
        for letter in b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1000:
            try:
                handler.wfile.write(bytes([letter]))
            except OSError:
                return
            if leave.wait(0.02):
                return

    listening.answer = drip
    started = time.monotonic()
    with pytest.raises(DeliveryError, match=r"did not answer within 0\.3 seconds"):
        send(listening, contexts, seconds=0.3)
    leave.set()
    assert time.monotonic() - started < 3


def test_a_certificate_of_another_name_or_that_nobody_vouches_for_is_refused(listening, contexts):
    target = Target("other.example.org", listening.server_port, "/", ("127.0.0.1",))
    with pytest.raises(ssl.SSLCertVerificationError):
        post(target, b"{}", {}, contexts[1])
    with pytest.raises(DeliveryError, match=r"The certificate of hooks\.example\.org cannot be trusted: self-signed"):
        send(listening, contexts, context=ssl.create_default_context())
    assert listening.seen == []


def test_a_name_that_leads_inside_the_second_time_is_asked_once_and_never_followed_there(listening, contexts):
    """A rebinding resolver: a public address first, this machine afterwards. Only the first is ever connected to."""
    answers = iter([["203.0.113.9"], ["127.0.0.1"]])
    connected = []

    def refused(address, timeout):
        connected.append(address)
        raise ConnectionRefusedError

    webhook = Webhook(SECRET, SITE, resolve=lambda host, port: next(answers), context=contexts[1])
    with (
        mock.patch.object(webhook_address, "is_public", lambda address: address == "203.0.113.9"),
        mock.patch("socket.create_connection", refused),
    ):
        with pytest.raises(DeliveryError, match="could not be reached"):
            webhook(make_parcel(), NOON)
        assert connected == [("203.0.113.9", 443)]
        with pytest.raises(DeliveryError, match="leads into a private network"):
            webhook(make_parcel(), NOON)
    assert connected == [("203.0.113.9", 443)]
    assert listening.seen == []


def test_no_proxy_of_the_environment_is_used(listening, contexts):
    with mock.patch.dict(os.environ, {"HTTPS_PROXY": "http://127.0.0.1:9", "ALL_PROXY": "http://127.0.0.1:9"}):
        send(listening, contexts)
    assert len(listening.seen) == 1


def test_the_next_address_is_tried_where_one_does_not_answer(listening, contexts):
    target = Target("hooks.example.org", listening.server_port, "/", ("::1", "127.0.0.1"))
    assert post(target, b"{}", {}, contexts[1]) == 204
