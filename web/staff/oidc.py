"""OpenID Connect, as far as signing in needs it: the authorisation code flow with PKCE, state and nonce.

Authlib builds the request and checks the claims, joserfc the signature. Both are an extra (requirements-sso.txt) and
imported where they are used.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from narratives.errors import MurmurationError
from store.single_sign_on import UnderWay

_SECONDS = 5.0
_MOST_BYTES = 1_000_000
_LEEWAY_SECONDS = 60
# Signed with a key that only the provider has: never "none", and never the client's own secret.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
Fetch = Callable[[str, Mapping[str, str] | None, Mapping[str, str]], Mapping[str, Any]]


class SignOnError(MurmurationError):
    """A sign-in at the provider that cannot be trusted or did not happen; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as it describes itself, and who we are to it."""

    issuer: str
    client_id: str
    client_secret: str
    authorisation: str
    token: str
    keys: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at the provider; `email` is empty unless the provider has verified it."""

    subject: str
    email: str
    two_steps: bool


def discover(issuer: str, client_id: str, client_secret: str, fetch: Fetch) -> Provider:
    """A provider from its own description. Raises SignOnError."""
    told = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration", None, {})
    if told.get("issuer") != issuer:
        raise SignOnError("the provider's description is of another issuer")
    ends = [str(told.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(_is_safe(address) for address in ends):
        raise SignOnError("the provider's description has an address that is not https")
    return Provider(issuer, client_id, client_secret, *ends)


def authorisation_address(provider: Provider, back: str, state: str, begun: UnderWay) -> str:
    """Where the browser is sent to sign in."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    address: str = prepare_grant_uri(
        provider.authorisation,
        client_id=provider.client_id,
        response_type="code",
        redirect_uri=back,
        scope="openid email",
        state=state,
        nonce=begun.nonce,
        code_challenge=create_s256_code_challenge(begun.verifier),
        code_challenge_method="S256",
    )
    return address


def identity_of(provider: Provider, code: str, back: str, begun: UnderWay, *, now: float, fetch: Fetch) -> Identity:
    """Who came back with a code. Raises SignOnError when anything about it is not as it was begun."""
    named = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": begun.verifier,
        "client_id": provider.client_id,
    }
    given = fetch(provider.token, asked, {"Authorization": f"Basic {b64encode(named.encode()).decode()}"})
    claims = _checked_claims(provider, given, begun.nonce, fetch(provider.keys, None, {}), now)
    verified = claims.get("email_verified") is True
    methods = claims.get("amr") or []
    acr = str(claims.get("acr", "")).lower()
    return Identity(
        subject=str(claims["sub"]),
        email=str(claims.get("email", "")) if verified else "",
        two_steps="mfa" in acr or "mfa" in {str(one).lower() for one in methods},
    )


def _checked_claims(
    provider: Provider, given: Mapping[str, Any], nonce: str, keys: Mapping[str, Any], now: float
) -> Mapping[str, Any]:
    """The claims of an ID token whose signature, issuer, audience, time and nonce are right. Raises SignOnError."""
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    expected = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    key_set: Any = dict(keys)
    params = {"nonce": nonce, "client_id": provider.client_id, "access_token": given.get("access_token")}
    try:
        token = jwt.decode(str(given.get("id_token", "")), KeySet.import_key_set(key_set), algorithms=_ALGORITHMS)
        claims = CodeIDToken(token.claims, token.header, expected, params)
        claims.validate(now=int(now), leeway=_LEEWAY_SECONDS)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise SignOnError(f"the ID token is not to be trusted: {error}") from error
    return dict(claims)


def fetch_json(address: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> Mapping[str, Any]:
    """A JSON object of the provider; it is asked directly and led nowhere else. Raises SignOnError."""
    body = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, body, {"Accept": "application/json", **headers})
    try:
        with urllib.request.build_opener(_StayHere).open(request, timeout=_SECONDS) as answer:
            told = json.loads(answer.read(_MOST_BYTES))
    except (OSError, HTTPException, ValueError) as error:
        raise SignOnError(f"the provider does not answer as it should: {type(error).__name__}") from error
    if not isinstance(told, dict):
        raise SignOnError("the provider's answer is no JSON object")
    return told


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        """Lead nowhere: the client's secret is for the address that was asked."""
        return None


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
