"""A framework as a JSON document: read with every problem named at its place, and written back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from narratives.errors import FrameworkError
from narratives.framework import Branch, Framework
from narratives.framework_texts import texts_of
from narratives.prediction_file import check_predictions
from narratives.signifier_file import RESERVED, FileReader, labelled, read_signifier, signifier_to_json
from narratives.signifiers import Choice, Signifier

MAX_SIGNIFIERS = 40
MAX_PROMPTS = 12
MAX_BRANCHES = 12
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")


def read_framework(document: object, *, stored: bool = False) -> Framework:
    """The framework of a parsed JSON document. Raises FrameworkError with all the problems at once.

    A stored one may hold ids that the pages did not use yet when it was stored: `clashes` finds them.
    """
    if not isinstance(document, dict):
        raise FrameworkError(["framework: write one JSON object"])
    reader = FileReader(frozenset()) if stored else FileReader()
    framework_id = reader.identifier(document, "framework")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        reader.say("framework.version", f"found {version!r}; write a whole number from 1")
        version = 1
    title = reader.text(document, "title", "framework")
    question = reader.text(document, "prompting_question", "framework")
    introduction = reader.text(document, "introduction", "framework", default="")
    language = reader.text(document, "language", "framework", default="en")
    prompts = reader.options(document, "prompts", "framework", 0, MAX_PROMPTS) if "prompts" in document else ()
    hearers = reader.options(document, "hearers", "framework", 0, MAX_PROMPTS) if "hearers" in document else ()
    main = _signifiers(reader, document, "signifiers", "framework")
    branches, theirs = _branches(reader, document, main)
    signifiers = (*main, *theirs)
    reader.unique([signifier.id for signifier in signifiers], "framework.signifiers")
    check_predictions(reader, signifiers)
    if len(signifiers) > MAX_SIGNIFIERS:
        reader.say("framework", f"found {len(signifiers)} signifiers with those of the branches; give {MAX_SIGNIFIERS}")
    given = (framework_id, version, title, question, signifiers, introduction, language, prompts, branches, hearers)
    read = Framework(*given, reader.text(document, "group_question", "framework", default=""))
    texts, source = _translations(reader, document, read), _source(reader, document)
    if reader.problems:
        raise FrameworkError(reader.problems)
    return replace(read, texts=texts, source=source)


def _source(reader: FileReader, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What another program's file said besides: kept as it is, whatever it is."""
    source = document.get("source", {})
    if isinstance(source, dict) and (not source or isinstance(source.get("format"), str)):
        return source
    reader.say("framework.source", "write an object with the format that it comes from, or leave it out")
    return {}


def _signifiers(reader: FileReader, item: Mapping[str, Any], key: str, place: str) -> tuple[Signifier, ...]:
    entries = reader.objects(item, key, place, 0, MAX_SIGNIFIERS)
    prefix = "" if place == "framework" else f"{place}."
    found = [read_signifier(reader, entry, f"{prefix}{key}[{i}]") for i, entry in enumerate(entries)]
    return tuple(signifier for signifier in found if signifier is not None)


def _branches(
    reader: FileReader, document: Mapping[str, Any], main: tuple[Signifier, ...]
) -> tuple[tuple[Branch, ...], tuple[Signifier, ...]]:
    """The branches, and their signifiers one branch after another."""
    if "branches" not in document:
        return (), ()
    branches: list[Branch] = []
    theirs: list[Signifier] = []
    choices = {signifier.id: signifier for signifier in main if isinstance(signifier, Choice)}
    for i, item in enumerate(reader.objects(document, "branches", "framework", 0, MAX_BRANCHES)):
        place = f"branches[{i}]"
        opened_by, options = _opening(reader, item, place, choices)
        signifiers = _signifiers(reader, item, "signifiers", place)
        introduction = reader.text(item, "introduction", place, default="")
        branch_id, title = reader.identifier(item, place), reader.text(item, "title", place)
        names = tuple(signifier.id for signifier in signifiers)
        branches.append(Branch(branch_id, title, introduction, opened_by, options, names))
        theirs += signifiers
    reader.unique([branch.id for branch in branches], "framework.branches")
    return tuple(branches), tuple(theirs)


def _opening(
    reader: FileReader, item: Mapping[str, Any], place: str, choices: Mapping[str, Choice]
) -> tuple[str, frozenset[str]]:
    """The choice and the options of it that open a branch."""
    opening = item.get("opened_by")
    named = opening.get("signifier") if isinstance(opening, dict) else None
    if not isinstance(opening, dict) or not isinstance(named, str) or named not in choices:
        reader.say(f"{place}.opened_by", f"name a choice that everybody is asked, one of {sorted(choices)}")
        return "", frozenset()
    choice = choices[named]
    known = {option.id for option in choice.options}
    options = opening.get("options")
    if not isinstance(options, list) or not options or not all(isinstance(one, str) for one in options):
        reader.say(f"{place}.opened_by.options", "write a list of option ids here")
        return choice.id, frozenset()
    for stranger in sorted(set(options) - known):
        reader.say(f"{place}.opened_by.options", f"{stranger!r} is not an option of {choice.id!r}")
    return choice.id, frozenset(options)


def _translations(
    reader: FileReader, document: Mapping[str, Any], framework: Framework
) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    translations = document.get("translations", {})
    if not isinstance(translations, dict):
        reader.say("framework.translations", "write an object with a language's texts under its code, such as cy")
        return found
    known = texts_of(framework).keys()
    for code, texts in translations.items():
        place = f"translations.{code}"
        if not _LANGUAGE.fullmatch(code) or not isinstance(texts, dict):
            reader.say(place, "write a language code such as cy, with an object of texts")
            continue
        for key in sorted(texts.keys() - known):
            reader.say(f"{place}.{key}", "no text of this framework has that key")
        found[code] = {key: reader.text(texts, key, place) for key in texts if key in known}
    return found


def clashes(framework: Framework) -> tuple[str, ...]:
    """The signifiers whose ids are names of form fields by now: nobody can be asked them on a page any more."""
    return tuple(signifier.id for signifier in framework.signifiers if signifier.id in RESERVED)


def parse_framework(text: str, *, stored: bool = False) -> Framework:
    """The framework of a JSON text. Raises FrameworkError, with the line when it is not JSON."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise FrameworkError([f"line {error.lineno}: this is not JSON ({error.msg}); mend the file"]) from error
    except (RecursionError, ValueError) as error:
        raise FrameworkError(["framework: nested too deeply, or a number too long; mend the file"]) from error
    return read_framework(document, stored=stored)


def framework_to_json(framework: Framework) -> dict[str, Any]:
    """The document that `read_framework` reads back into the same framework; its translations are kept apart."""
    branched = {name for branch in framework.branches for name in branch.signifiers}
    document: dict[str, Any] = {
        "id": framework.id,
        "version": framework.version,
        "title": framework.title,
        "language": framework.language,
        "prompting_question": framework.prompting_question,
        "introduction": framework.introduction,
        "signifiers": [signifier_to_json(item) for item in framework.signifiers if item.id not in branched],
    }
    # Left out where there are none, so that a framework stored before they existed reads the same.
    if framework.prompts:
        document["prompts"] = labelled(framework.prompts)
    if framework.hearers:
        document["hearers"] = labelled(framework.hearers)
    if framework.group_question:
        document["group_question"] = framework.group_question
    if framework.branches:
        document["branches"] = [_branch_to_json(framework, branch) for branch in framework.branches]
    if framework.source:
        document["source"] = framework.source
    return document


def _branch_to_json(framework: Framework, branch: Branch) -> dict[str, Any]:
    return {
        "id": branch.id,
        "title": branch.title,
        "introduction": branch.introduction,
        "opened_by": {"signifier": branch.opened_by, "options": sorted(branch.options)},
        "signifiers": [signifier_to_json(framework.signifier(name)) for name in branch.signifiers],
    }
