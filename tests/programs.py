"""Programs that call the interface of a test's application, with tokens of their own."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from store.api_tokens import ApiScope, ApiToken, add_token, agree, get_token, new_token
from tests.people import ORGANISATION, stores_of

BASE = "/api/v1"
DOCUMENT: dict[str, Any] = json.loads((Path(__file__).parents[1] / "docs" / "openapi.json").read_text(encoding="utf-8"))
STORY: dict[str, Any] = {
    "story": "The beans came up twice.",
    "group": "east",
    "consent": "read",
    "answers": {"mood": {"shares": [0.2, 0.5, 0.3]}, "say": {"value": 0.25}, "role": {"options": ["digger"]}},
}


def make_token(
    app: Flask,
    scopes: Iterable[ApiScope] = tuple(ApiScope),
    *,
    collections: Iterable[str] = (),
    organisation: str = ORGANISATION,
    agreed: bool = True,
    days: float = 30,
    made: datetime | None = None,
) -> tuple[str, ApiToken]:
    """A token and what is kept of it; reading stories is agreed to."""
    db, token, token_id = stores_of(app).accounts, new_token(), secrets.token_hex(16)
    at = made or datetime.now(UTC)
    add_token(
        db,
        token,
        token_id=token_id,
        organisation=organisation,
        title="The intranet",
        scopes=scopes,
        collections=collections,
        made_by="ade",
        at=at,
        ends=at + timedelta(days=days),
    )
    kept = get_token(db, token_id, organisation=organisation)
    if agreed and kept.asked:
        agree(db, kept, by="ada")
        kept = replace(kept, scopes=kept.scopes | kept.asked, asked=frozenset())
    return token, kept


class Program:
    """A program with a token; `prefix` is that of an organisation's site."""

    def __init__(self, app: Flask, *scopes: ApiScope, prefix: str = "", **token: Any) -> None:
        self.app, self.prefix = app, prefix
        self.token, self.kept = make_token(app, scopes or tuple(ApiScope), **token)

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **more.pop("headers", {})}
        return self.app.test_client().open(
            f"{self.prefix}{BASE}{path}", method=method, headers=headers, base_url="https://localhost", **more
        )

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def tell(
        self, sent: object = None, *, key: str | None = None, collection: str = "plot", **changes: Any
    ) -> TestResponse:
        headers = {"Idempotency-Key": secrets.token_hex(16) if key is None else key}
        body = {**STORY, **changes} if sent is None else sent
        return self.send("POST", f"/collections/{collection}/stories", json=body, headers=headers)


def assert_problem(answer: TestResponse, status: int, name: str = "") -> dict[str, Any]:
    """The problem of an answer, which says what to do and may be kept by nobody."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.text)
    assert found["status"] == status
    assert found["detail"].endswith((".", "”")) or found.get("errors")
    assert name in found["type"], found
    return found
