"""The organisations of a deployment: each has stores of its own, and nobody of one reaches another's."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from store.database import Database, Row

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
REQUIRED, OFFERED = "required", "offered"
PREFIX = "/at/"  # before every address of an organisation that is not the deployment's own
_Settings = TypeVar("_Settings")


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation; `two_step` says whether its staff must sign in with a second step: required or offered."""

    slug: str
    title: str
    two_step: str = REQUIRED


def list_organisations(db: Database) -> list[Organisation]:
    """Every organisation of the accounts store, by slug."""
    rows = db.rows("select slug, title, two_step from organisations order by slug")
    return [_row_to_organisation(row) for row in rows]


def get_organisation(db: Database, slug: str) -> Organisation | None:
    """The organisation with this slug; None when there is none."""
    row = db.one("select slug, title, two_step from organisations where slug = :slug", slug=slug)
    return None if row is None else _row_to_organisation(row)


def add_organisation(db: Database, slug: str, title: str, two_step: str = REQUIRED) -> bool:
    """Add an organisation; False when there is one with this slug, which stays as it is."""
    added = db.execute(
        """
        insert into organisations (slug, title, two_step) values (:slug, :title, :two_step)
        on conflict (slug) do nothing
        """,
        slug=slug,
        title=title,
        two_step=two_step,
    )
    return added == 1


def change_organisation(db: Database, slug: str, title: str | None, two_step: str | None) -> bool:
    """Change what is given of an organisation; False when there is none."""
    changed = db.execute(
        """
        update organisations set title = coalesce(:title, title), two_step = coalesce(:two_step, two_step)
        where slug = :slug
        """,
        slug=slug,
        title=title,
        two_step=two_step,
    )
    return changed == 1


def set_two_step(db: Database, slug: str, two_step: str) -> None:
    """Say whether an organisation's people have to sign in with a second step, whether it has a row yet or not."""
    with db.write():
        add_organisation(db, slug, slug)
        change_organisation(db, slug, None, two_step)


def is_two_step_required(db: Database, slug: str) -> bool:
    """Whether an organisation's people have to sign in with a second step: they do unless it says otherwise."""
    found = get_organisation(db, slug)
    return found is None or found.two_step != OFFERED


def settings_of(own: _Settings, slug: str) -> _Settings:
    """The deployment's settings as they are for one of its organisations: own folder, own keys, own public address."""
    given: Any = own
    if slug == given.organisation:
        return own
    site = f"{given.public_url}{PREFIX}{slug}" if given.public_url else ""
    found: _Settings = replace(given, organisation=slug, public_url=site)
    return found


def is_slug(text: str) -> bool:
    """Whether a text can name an organisation in an address and a folder."""
    return _SLUG.fullmatch(text) is not None


def _row_to_organisation(row: Row) -> Organisation:
    return Organisation(row["slug"], row["title"], row["two_step"])
