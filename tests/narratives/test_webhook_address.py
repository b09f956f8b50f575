import re
import socket

import pytest

from narratives.webhook_address import AddressError, Target, check_address, is_public, system_resolver

PUBLIC = "93.184.216.34"
NOT_INSIDE = "no address for alerts makes the server talk to its own network"
NUMBER, NAME, PORT = "Use the name of the service and not a number", "is no full name of a service", "Use port 443"
INSIDE, SCHEME, REST = "is a name inside a network", "must begin with https://", "Leave out the #"
PLAIN, USER, STOP = "in plain letters", "Leave out everything before the @", "Leave out the full stop"
TRICKS = [
    ("https://127.0.0.1/", NUMBER),
    ("https://127.1/", NUMBER),
    ("https://2130706433/", NUMBER),
    ("https://0x7f.1/", NUMBER),
    ("https://0x7f000001/", NUMBER),
    ("https://127.0.0.0x1/", NUMBER),
    ("https://0177.0.0.1/", NUMBER),
    ("https://017700000001/", NUMBER),
    ("https://0/", NUMBER),
    ("https://169.254.169.254/latest/meta-data/", NUMBER),
    ("https://93.184.216.34/", NUMBER),
    ("https://[::1]/", NUMBER),
    ("https://[::ffff:127.0.0.1]/", NUMBER),
    ("https://[64:ff9b::7f00:1]/", NUMBER),
    ("https://[2002:7f00:1::]/", NUMBER),
    ("https://[fe80::1%25eth0]/", NUMBER),
    ("https://①②⑦.⓪.⓪.①/", PLAIN),
    ("https://１２７.0.0.1/", PLAIN),
    ("https://ｌocalhost/", PLAIN),
    ("https://hooks。example。org/", PLAIN),
    ("https://bücher.example/", PLAIN),
    ("https://localhost/", NAME),
    ("https://LOCALHOST/", NAME),
    ("https://intranet/", NAME),
    ("https://deadbeef/", NAME),
    ("https://%6c%6f%63alhost/", NAME),
    ("https:///hooks.example.org/", NAME),
    ("https://hooks..example.org/", NAME),
    ("https://-hooks.example.org/", NAME),
    ("https:// hooks.example.org/", NAME),
    ("https://hooks.example.org\t/", NAME),
    ("https://hooks.example.org\n.evil.example/", NAME),
    ("https://localhost./", STOP),
    ("https://hooks.example.org./", STOP),
    ("https://foo.localhost/", INSIDE),
    ("https://printer.local/", INSIDE),
    ("https://metadata.google.internal/", INSIDE),
    ("https://1.0.0.127.in-addr.arpa/", INSIDE),
    ("https://user@hooks.example.org/", USER),
    ("https://hooks.example.org:443@127.0.0.1/", USER),
    ("https://hooks.example.org#@127.0.0.1/", REST),
    ("https://hooks.example.org\\@127.0.0.1/", REST),
    ("https://hooks.example.org/\r\nHost: 127.0.0.1", REST),
    ("https://hooks.example.org/ä", REST),
    ("https://hooks.example.org:22/", PORT),
    ("https://hooks.example.org:80/", PORT),
    ("https://hooks.example.org:0443/", PORT),
    ("https://hooks.example.org:+443/", PORT),
    ("https://hooks.example.org:４４３/", PORT),
    ("https://hooks.example.org:65536/", PORT),
    ("https://hooks.example.org:/", PORT),
    ("http://hooks.example.org/", SCHEME),
    ("ftp://hooks.example.org/", SCHEME),
    ("file:///etc/passwd", SCHEME),
    ("//hooks.example.org/", SCHEME),
    ("https:hooks.example.org/", SCHEME),
    ("\thttps://hooks.example.org/", SCHEME),
    ("", "Enter the address of the webhook"),
    (f"https://hooks.example.org/{'x' * 500}", "500 characters or fewer"),
]


def public(host, port):
    return [PUBLIC]


@pytest.mark.parametrize(("url", "sentence"), TRICKS)
def test_a_trick_is_refused_with_a_sentence_and_before_anything_is_looked_up(url, sentence, promised):
    looked_up = []
    with pytest.raises(AddressError, match=re.escape(sentence)):
        check_address(url, lambda host, port: looked_up.append(host) or [PUBLIC])
    promised("T21", NOT_INSIDE, tried=1, failures=len(looked_up))


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example.org", ("hooks.example.org", 443, "/")),
        ("HTTPS://Hooks.Example.ORG/a/b?c=%20d@e", ("hooks.example.org", 443, "/a/b?c=%20d@e")),
        ("https://hooks.example.org?x=1", ("hooks.example.org", 443, "/?x=1")),
        ("https://hooks.example.org:8443/", ("hooks.example.org", 8443, "/")),
        ("https://xn--bcher-kva.example/", ("xn--bcher-kva.example", 443, "/")),
        ("https://cafe2.de/", ("cafe2.de", 443, "/")),
    ],
)
def test_an_honest_address_leads_where_it_says(url, target):
    assert check_address(url, public) == Target(*target, (PUBLIC,))


@pytest.mark.parametrize(
    "inside",
    "10.0.0.1 172.16.0.1 192.168.1.1 127.0.0.1 0.0.0.0 100.64.0.1 169.254.169.254 192.0.2.1 198.18.0.1 224.0.0.1 "
    "240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 "
    "::ffff:10.0.0.1 ::ffff:169.254.169.254 ::10.0.0.1 ::127.0.0.1 2002:7f00:1:: 2002:a9fe:a9fe::1 64:ff9b::7f00:1 "
    "64:ff9b::a9fe:a9fe 64:ff9b:1::a00:1 2001:0:4136:e378:8000:63bf:f5ff:fffe 192.0.0.192 ::ffff:192.0.0.192 "
    "192.88.99.1 168.63.129.16 64:ff9b::a83f:8110 2002:a83f:8110::1 3fff::1 nonsense".split(),
)
def test_no_name_may_lead_inside_whatever_else_it_leads_to(inside, promised):
    assert not is_public(inside)
    for found in ([inside], [PUBLIC, inside], [inside, PUBLIC]):
        with pytest.raises(AddressError, match="“hooks.example.org” leads into a private network"):
            check_address("https://hooks.example.org/", lambda host, port, found=found: found)
    promised("T21", NOT_INSIDE, tried=3, failures=0)


@pytest.mark.parametrize("outside", [PUBLIC, "2606:4700::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_addresses_are_let_through(outside):
    assert check_address("https://hooks.example.org/", lambda host, port: [outside]).addresses == (outside,)


def test_a_name_that_nobody_knows_is_refused():
    def unknown(host, port):
        raise socket.gaierror("no such name")

    for resolve in (unknown, lambda host, port: []):
        with pytest.raises(AddressError, match="“hooks.example.org” is not known on the internet. Check the spelling."):
            check_address("https://hooks.example.org/", resolve)


def test_a_name_that_answers_differently_the_second_time_is_asked_once():
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    target = check_address("https://hooks.example.org/", lambda host, port: next(answers))
    assert target.addresses == (PUBLIC,)
    assert next(answers) == ["127.0.0.1"]  # nobody asked for it


def test_the_machines_own_resolver_gives_each_address_once():
    assert set(system_resolver("localhost", 443)) <= {"127.0.0.1", "::1"}
