"""The first step: what a file is, which questions its answers belong to, and where the stories go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, ImportRefusedError, NotFoundError
from narratives.framework import Framework
from narratives.interchange.brought import Brought
from narratives.interchange.cells import clean_label, slug
from narratives.interchange.collection_mapping import collection_document
from narratives.interchange.formats import FORMATS
from store.brought_in import BroughtIn, consent_said, say_of
from store.collections import framework_of, get_collection
from store.frameworks import get_framework, list_frameworks
from web.access import open_to
from web.bring.blueprint import bp, files, own
from web.design.blueprint import DESIGNERS
from web.reach import visible_collections
from web.stores import stores

MADE, FILE = "made", "file"
SAME = "same"  # what the last file that was stored in the collection said the tellers allowed
FIELDS = ("format", "into", "title", "questions", "name", "policy", "moderation", "readable", "told_on")
_FRAMEWORK = re.compile(r"(?P<id>[a-z0-9][a-z0-9_-]{0,63}):(?P<version>[0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Into:
    """What was said on the form, and what is wrong with it."""

    fields: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()


@bp.get("/<import_id>/into")
@open_to(*DESIGNERS)
def form(import_id: str) -> ResponseReturnValue:
    """What the file is and where it goes."""
    found = own(import_id)
    fields = dict.fromkeys(FIELDS, "") | {"format": found.format, "policy": "protected", "moderation": "before"}
    return _form(found, Into(fields | dict(found.said.get("into", {}))))


@bp.post("/<import_id>/into")
@open_to(*DESIGNERS)
def say(import_id: str) -> ResponseReturnValue:
    """Keep that, and go on to the columns, or to the rows of a file that says itself what they mean."""
    found = own(import_id)
    into = read_into(request.form)
    brought: Brought | None = None
    if into.fields["format"] in FORMATS:
        try:
            brought = files(found).read(into.fields["format"])
        except ImportRefusedError as error:
            into = Into(into.fields, (*into.errors, FieldError("format", str(error))))
        if brought and into.fields["questions"] == FILE and not into.fields["into"] and brought.framework is None:
            problem = FieldError("questions", "This file has no questions of its own: choose others")
            into = Into(into.fields, (*into.errors, problem))
    if into.errors or brought is None:
        return _form(found, into), 422
    said: dict[str, Any] = {"into": dict(into.fields)}
    if explains_itself(brought):
        said["document"] = document_of(into.fields, brought, {}, [])
    if not say_of(stores().stories, found.id, into.fields["format"], said):
        problem = FieldError("format", "The worker has this file in hand: stop it first, or bring the file in again")
        return _form(found, Into(into.fields, (problem,))), 409
    following = ".show" if explains_itself(brought) else ".columns"
    return redirect(url_for(following, import_id=found.id), code=303)


def explains_itself(brought: Brought) -> bool:
    """Whether the format says what the columns mean."""
    return "answers" in brought.mapping_document or "text" in brought.mapping_document


def read_into(given: Mapping[str, str]) -> Into:
    """The form as it was filled in."""
    fields = {name: clean_label(given.get(name, ""))[:200] for name in FIELDS}
    errors = []
    if fields["format"] not in FORMATS:
        errors.append(FieldError("format", "Choose what kind of file this is"))
    if fields["into"]:
        if fields["into"] not in {one.id for one in visible_collections()}:
            errors.append(FieldError("into", "Choose a collection from the list, or a new one"))
    else:
        errors += _of_a_new_one(fields)
    if fields["readable"] not in {"none", "read", SAME}:
        errors.append(FieldError("readable", "Say whether the tellers allowed that staff read their stories"))
    elif fields["readable"] == SAME and consent_said(stores().stories, fields["into"]) is None:
        problem = "No file was brought into this collection before: say what the tellers of this one allowed"
        errors.append(FieldError("readable", problem))
    if fields["told_on"]:
        try:
            date.fromisoformat(fields["told_on"])
        except ValueError:
            errors.append(FieldError("told_on", "Write the day as year-month-day, such as 2026-03-31"))
    return Into(fields, tuple(errors))


def _of_a_new_one(fields: Mapping[str, str]) -> list[FieldError]:
    errors = []
    if not slug(fields["title"]):
        errors.append(FieldError("title", "Give the new collection a title in plain letters"))
    elif _is_taken(slug(fields["title"])[:64]):
        problem = "There is a collection of this title: choose it above, or give this one another title"
        errors.append(FieldError("title", problem))
    if fields["policy"] not in {"open", "protected"}:
        errors.append(FieldError("policy", "Choose what staff may see"))
    if fields["moderation"] not in {"before", "after"}:
        errors.append(FieldError("moderation", "Say whether a moderator reads the stories first"))
    if fields["questions"] not in {MADE, FILE} and _chosen(fields["questions"]) is None:
        errors.append(FieldError("questions", "Choose the questions that the answers belong to"))
    if fields["questions"] == MADE and not slug(fields["name"]):
        errors.append(FieldError("name", "Give the questions a name in plain letters"))
    return errors


def framework_for(fields: Mapping[str, str], brought: Brought) -> Framework | None:
    """The questions that a file's answers belong to; None where they are made from its columns.

    Raises NotFoundError when the collection is gone.
    """
    if fields["into"]:
        return framework_of(stores().stories, get_collection(stores().stories, fields["into"]))
    if fields["questions"] == FILE:
        return brought.framework
    return _chosen(fields["questions"])


def document_of(
    fields: Mapping[str, str], brought: Brought, columns: Mapping[str, Any], signifiers: list[dict[str, Any]]
) -> dict[str, Any]:
    """The mapping document: what the file's reader says, what a person said, and the questions made from columns."""
    document = {**brought.mapping_document, **columns}
    framework = framework_for(fields, brought)
    if framework is None:
        questions = {
            "id": _free_framework(slug(fields["name"])[:60]),
            "version": 1,
            "title": fields["name"],
            "language": "en",
            "prompting_question": "What happened?",
            "signifiers": signifiers,
        }
        document["framework_document"] = questions
        document.pop("framework", None)
    else:
        document["framework"] = {"id": framework.id, "version": framework.version}
        document.pop("framework_document", None)
    document["collection"] = _collection(fields)
    document.setdefault("consent", _consent(fields))
    if fields["told_on"] and "date" not in document:
        document["date"] = {"constant": fields["told_on"]}
    return document


def _consent(fields: Mapping[str, str]) -> Mapping[str, Any]:
    if fields["readable"] == SAME:
        # A column that this file has not is refused when it is looked at, rather than taken for a no.
        return consent_said(stores().stories, fields["into"]) or {"constant": []}
    return {"constant": ["read"] if fields["readable"] == "read" else []}


def _collection(fields: Mapping[str, str]) -> dict[str, Any]:
    if not fields["into"]:
        return {
            "id": slug(fields["title"])[:64],
            "title": fields["title"],
            "policy": fields["policy"],
            "moderation": fields["moderation"],
            "k": 10,
        }
    return collection_document(get_collection(stores().stories, fields["into"]))


def _chosen(questions: str) -> Framework | None:
    named = _FRAMEWORK.fullmatch(questions)
    if named is None:
        return None
    try:
        return get_framework(stores().stories, named["id"], int(named["version"]))
    except NotFoundError:
        return None


def _is_taken(collection_id: str) -> bool:
    try:
        get_collection(stores().stories, collection_id)
    except NotFoundError:
        return False
    return True


def _free_framework(wanted: str) -> str:
    taken = {one.id for one in list_frameworks(stores().stories)}
    found, place = wanted, 2
    while found in taken:
        found, place = f"{wanted}-{place}", place + 1
    return found


def _form(found: BroughtIn, into: Into) -> str:
    problems = {error.field: error.message for error in reversed(into.errors)}
    frameworks = sorted(list_frameworks(stores().stories), key=lambda one: (one.title, one.version))
    return render_template(
        "bring/into.html",
        found=found,
        fields=into.fields,
        errors=into.errors,
        wrong=problems,
        formats=list(FORMATS.values()),
        collections=visible_collections(),
        frameworks=frameworks,
    )
