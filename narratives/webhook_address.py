"""Where a webhook may point: https, a public name, and only addresses that everybody on the internet can reach.

Whoever may add a webhook must not be able to make this machine talk to its own network. The address is read by one
narrow pattern rather than by a parser that understands everything, since two parsers that disagree are how such
checks are passed by; and the addresses that were looked at are the ones that are connected to.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from narratives.errors import MurmurationError

LONGEST = 500
# From a name and a port, every address that the name stands for. Raises OSError where there is none.
Resolver = Callable[[str, int], Sequence[str]]

_SCHEME = re.compile(r"https://", re.IGNORECASE)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(r"(?:.*\.)?[0-9][^.]*")  # browsers and resolvers read whatever ends so as an address
_PORT = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_REST = re.compile(r"(?:[/?][!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*)?")
_INNER = {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "arpa", "test", "invalid", "onion"}
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
# Public by their number and not in fact; older versions of Python hold the first three for global. The last one is
# how machines in Azure reach their own host, and the first holds what once did so in Oracle's cloud.
_NOT_PUBLIC = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "168.63.129.16")))


class AddressError(MurmurationError):
    """An address that a webhook must not have; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send: the name, as the certificate has it, and the addresses to connect to, no other."""

    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def check_address(url: str, resolve: Resolver) -> Target:
    """What a webhook's address leads to; it is looked up once. Raises AddressError."""
    host, port, path = _parts(url)
    try:
        found = tuple(resolve(host, port))
    except (OSError, UnicodeError):
        found = ()
    if not found:
        raise AddressError(f"“{host}” is not known on the internet. Check the spelling.")
    if not all(is_public(address) for address in found):
        raise AddressError(
            f"“{host}” leads into a private network. Use the address of a service that is on the public internet."
        )
    return Target(host, port, path, found)


def _parts(url: str) -> tuple[str, int, str]:
    """Name, port and the rest of an address that is spelled as addresses should be. Raises AddressError."""
    if not url:
        raise AddressError("Enter the address of the webhook, for instance https://hooks.example.org/alerts")
    if len(url) > LONGEST:
        raise AddressError(f"Shorten the address to {LONGEST} characters or fewer")
    scheme = _SCHEME.match(url)
    if scheme is None:
        raise AddressError("The address must begin with https://, so that nobody reads it on the way")
    authority, rest = _split(url[scheme.end() :])
    if "@" in authority:
        raise AddressError("Leave out everything before the @: no name and no password belongs in the address")
    host, colon, port = authority.partition(":")
    if authority.startswith("["):
        raise AddressError(_no_number(authority))
    _check_name(host)
    if not _REST.fullmatch(rest):
        raise AddressError("Leave out the #, blanks, \\ and letters with accents after the name; write them as %..")
    return host.lower(), _port(port) if colon else 443, rest if rest.startswith("/") else f"/{rest}"


def _split(rest: str) -> tuple[str, str]:
    found = re.search(r"[/?#\\]", rest)
    return (rest[: found.start()], rest[found.start() :]) if found else (rest, "")


def _check_name(host: str) -> None:
    if not host.isascii():
        raise AddressError(f"Write “{host}” in plain letters: a name with others begins with xn--")
    if host.endswith("."):
        raise AddressError("Leave out the full stop at the end of the name")
    if _LIKE_A_NUMBER.fullmatch(host):
        raise AddressError(_no_number(host))
    if not _NAME.fullmatch(host) or len(host) > 253:
        raise AddressError(f"“{host}” is no full name of a service. Write it as in https://hooks.example.org/alerts")
    if host.lower().rpartition(".")[2] in _INNER:
        raise AddressError(f"“{host}” is a name inside a network. Use the public name of the service.")


def _no_number(host: str) -> str:
    return f"Use the name of the service and not a number such as “{host}”: its certificate is made out to the name"


def _port(port: str) -> int:
    number = int(port) if _PORT.fullmatch(port) else 0
    if number != 443 and not 1023 < number <= 65535:
        raise AddressError("Use port 443 or one from 1024 to 65535, or leave the port out")
    return number


def is_public(address: str) -> bool:
    """Whether everybody on the internet means the same machine by an address.

    An address that carries another one inside is judged by that one: translated, tunnelled or mapped ones lead there.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is not None:
            return _is_global(inner)
        if found not in _GLOBAL_UNICAST or found.scope_id is not None:
            return False
    return _is_global(found)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine's own resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
