"""A small client of the interface of Murmuration (docs/api.md): the standard library alone, one file to copy.

site = Murmuration("https://stories.example.org", token)
receipt = site.tell("plot", {"story": "The gate was open.", "group": "east", "consent": "read"})
raised = [alert["sentence"] for alert in site.alerts(state="raised")]
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

Json = dict[str, Any]
_AGAIN = {429, 500, 502, 503, 504}
_SECONDS, _LONGEST_WAIT = 20.0, 60.0


class ProblemError(Exception):
    """What the server says is wrong: `status`, and `details` as a problem document (RFC 9457)."""

    def __init__(self, status: int, details: Json) -> None:
        mended = "".join(
            f"\n- {one.get('pointer', one.get('parameter'))}: {one['detail']}" for one in details.get("errors", ())
        )
        super().__init__(f"{status} {details.get('title', '')}: {details.get('detail', '')}{mended}")
        self.status, self.details = status, details


class _NoRedirect(HTTPRedirectHandler):
    """Goes nowhere else: the token is for this site alone."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Murmuration:
    """One organisation's site, and the token of a program.

    What is refused for the moment is tried again, up to `tries` times, after the time that the server asks for.
    """

    def __init__(self, site: str, token: str, *, tries: int = 5, sleep: Callable[[float], None] = time.sleep) -> None:
        if not site.startswith("https://") and urlsplit(site).hostname not in {"127.0.0.1", "localhost"}:
            raise ValueError("the address of the site begins with https://: a token goes over no other way")
        self._base, self._token, self._tries, self._sleep = site.rstrip("/") + "/api/v1", token, tries, sleep
        self._opener = build_opener(_NoRedirect)

    def tell(self, collection: str, story: Mapping[str, Any], *, key: str | None = None) -> str:
        """Hand in what somebody told and return their receipt code: give it to them, and keep no copy.

        Keep `key` with a story that may have to be sent again later, as from a queue: it is stored once.
        """
        headers = {"Idempotency-Key": key or uuid.uuid4().hex}
        answer = self._ask("POST", f"/collections/{quote(collection)}/stories", body=dict(story), headers=headers)
        return str(answer["receipt"])

    def collections(self) -> Iterator[Json]:
        """The collections that the token is made for."""
        return self._pages("/collections", {})

    def collection(self, collection: str) -> Json:
        """One collection: its groups, and whether it takes stories."""
        return self._ask("GET", f"/collections/{quote(collection)}")

    def framework(self, framework: str, version: int | None = None) -> Json:
        """What is asked; without a version the newest."""
        at = "" if version is None else f"/versions/{version}"
        return self._ask("GET", f"/frameworks/{quote(framework)}{at}")

    def stories(self, collection: str) -> Iterator[Json]:
        """The stories that may leave, one after the other."""
        return self._pages(f"/collections/{quote(collection)}/stories", {"limit": "200"})

    def figures(self, collection: str, **asked: str) -> Json:
        """What the map shows of a selection: group, first and last day (from_ and to), kind."""
        named = {name.rstrip("_"): value for name, value in asked.items()}
        return self._ask("GET", f"/collections/{quote(collection)}/figures", named)

    def temperature(self, collection: str) -> Json:
        """Each group's temperature over time."""
        return self._ask("GET", f"/collections/{quote(collection)}/temperature")

    def alerts(self, **asked: str) -> Iterator[Json]:
        """Alerts, the newest first: of a collection, or in a state."""
        return self._pages("/alerts", asked)

    def probes(self, **asked: str) -> Iterator[Json]:
        """Probes: of a collection, or in a state."""
        return self._pages("/probes", asked)

    def add_webhook(self, address: str, **more: Any) -> Json:
        """Have alerts sent to an address; `secret` of the answer is shown this once."""
        return self._ask("POST", "/webhooks", body={"address": address, **more})

    def remove_webhook(self, webhook: str) -> None:
        """Have nothing more sent there."""
        self._ask("DELETE", f"/webhooks/{quote(webhook)}")

    def _pages(self, path: str, asked: Mapping[str, str]) -> Iterator[Json]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._ask("GET", path, {**asked, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next"]

    def _ask(
        self,
        method: str,
        path: str,
        asked: Mapping[str, str] | None = None,
        *,
        body: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Json:
        url = self._base + path + (f"?{urlencode(asked)}" if asked else "")
        sent = None if body is None else json.dumps(body).encode()
        told = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", **(headers or {})}
        # What was sent without a key may have been done although its answer was lost: it is not sent twice.
        tries = self._tries if method != "POST" or "Idempotency-Key" in told else 1
        for tried in range(1, tries + 1):
            wait = min(2.0**tried, _LONGEST_WAIT)
            try:
                request = Request(url, sent, told, method=method)  # noqa: S310 - the address was checked
                with self._opener.open(request, timeout=_SECONDS) as answer:
                    found: Json = json.loads(answer.read() or b"{}")
                    return found
            except HTTPError as error:
                if error.code not in _AGAIN or tried == tries:
                    raise ProblemError(error.code, _details(error)) from error
                wait = min(float(error.headers.get("Retry-After", wait)), _LONGEST_WAIT)
            except (OSError, HTTPException):
                if tried == tries:
                    raise
            self._sleep(wait)
        raise AssertionError("tries is at least 1")


def _details(error: HTTPError) -> Json:
    try:
        return dict(json.loads(error.read()))
    except (ValueError, TypeError):
        return {}
