"""What is asked, version by version, and taking it along in files that other programs read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.collection import Collection
from narratives.framework import Framework
from narratives.interchange.framework_writers import WRITERS
from narratives.translation import name_of
from store.frameworks import get_framework, list_frameworks, list_versions
from web.access import open_to
from web.design.asked_rows import asked_rows
from web.design.blueprint import DESIGNERS, taking
from web.reach import visible_collections
from web.stores import stores


@dataclass(frozen=True, slots=True)
class Card:
    """One framework in the list: its collections are the titles of those that ask it, in any version."""

    id: str
    title: str
    question: str
    facts: str
    collections: str


@dataclass(frozen=True, slots=True)
class File:
    """One way to take a framework along, and what that file does not hold."""

    title: str
    href: str
    name: str
    lost: tuple[str, ...]


@taking.get("")
@open_to(*DESIGNERS)
def overview() -> ResponseReturnValue:
    """Every framework in its newest version."""
    asking: dict[str, list[str]] = {}
    for one in visible_collections():
        asking.setdefault(one.framework_id, []).append(one.title)
    cards = [_card(one, asking.get(one.id, [])) for one in list_frameworks(stores().stories)]
    return render_template("design/frameworks.html", cards=cards)


@taking.get("/<framework_id>")
@open_to(*DESIGNERS)
def page(framework_id: str) -> ResponseReturnValue:
    """What a framework asks, who asks it, and its files."""
    framework, versions = _named(framework_id)
    collections = [one for one in visible_collections() if one.framework_id == framework.id]
    return render_template(
        "design/framework.html",
        framework=framework,
        versions=versions,
        rows=list(asked_rows(framework)),
        languages=[name_of(code) for code in framework.languages],
        collections=sorted(collections, key=_newest),
        files=[_file(framework, name) for name in WRITERS],
        wording=_wording(framework) if framework.version == versions[0] else "",
    )


@taking.get("/<framework_id>/file")
@open_to(*DESIGNERS)
def download(framework_id: str) -> ResponseReturnValue:
    """A framework as a file for one of the programs."""
    framework, _ = _named(framework_id)
    writer = WRITERS.get(request.args.get("program", ""))
    if writer is None:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(framework, writer.name)}"'}
    return Response(writer.write(framework), mimetype=writer.media_type, headers=headers)


def _named(framework_id: str) -> tuple[Framework, list[int]]:
    """The framework of the address in the version that is asked for, the newest by default. Raises NotFoundError."""
    asked = request.args.get("version", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
    db = stores().stories
    framework = get_framework(db, framework_id, int(asked) if is_number else None)
    return framework, list_versions(db, framework_id)


def _card(framework: Framework, titles: list[str]) -> Card:
    many = len(framework.signifiers)
    facts = (
        f"Version {framework.version}, {many} question{'s' if many != 1 else ''}, {len(framework.languages)} language"
    )
    plural = "s" if len(framework.languages) != 1 else ""
    return Card(framework.id, framework.title, framework.prompting_question, facts + plural, ", ".join(sorted(titles)))


def _newest(collection: Collection) -> tuple[int, str]:
    return -collection.framework_version, collection.title


def _file(framework: Framework, name: str) -> File:
    writer = WRITERS[name]
    href = url_for(".download", framework_id=framework.id, program=name, version=framework.version)
    return File(writer.title, href, _file_name(framework, name), tuple(writer.losses(framework)))


def _file_name(framework: Framework, name: str) -> str:
    kind = "" if name == "murmuration" else f"-{name}"
    return f"{framework.id}-{framework.version}{kind}.{WRITERS[name].ending}"


def _wording(framework: Framework) -> str:
    """The page that changes the words of the newest version, where there is one."""
    is_there = "wording.words" in current_app.view_functions
    return url_for("wording.words", framework_id=framework.id) if is_there else ""
