"""What the product answers to, as an OpenAPI 3.1 document made from its own addresses and the forms of its pages."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests.attacks.forms import FORMS
from tests.attacks.hostile import QUERIES
from tests.route_lists import DECLARED, filled
from web.access import EVERYONE

_NAME = re.compile("<(?:[^:>]+:)?([^>]+)>")
_TEXT: dict[str, Any] = {"type": "string", "maxLength": 400}


def document(app: Flask) -> dict[str, Any]:
    """Every address and method of an application, with its names, its queries, its form's fields and its roles."""
    paths: dict[str, dict[str, Any]] = {}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            operation = _operation(rule, method)
            paths.setdefault(_NAME.sub(r"{\1}", rule.rule), {})[method.lower()] = operation
    return {"openapi": "3.1.0", "info": {"title": "Murmuration", "version": "1"}, "paths": paths}


def _operation(rule: Rule, method: str) -> dict[str, Any]:
    real = filled(rule.rule)
    parameters = [_in_path(rule, name, real) for name in _NAME.findall(rule.rule)]
    said: dict[str, Any] = {
        "operationId": f"{method} {rule.rule}",
        "parameters": parameters,
        "responses": {"default": {"description": "A page, a table or a picture"}},
        "x-roles": sorted(DECLARED.get(f"{method} {rule.rule}", {EVERYONE})),
    }
    if method == "GET":
        parameters += [{"name": name, "in": "query", "schema": _TEXT} for name in QUERIES]
    else:
        said["requestBody"] = {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": _form(rule)}},
        }
    return said


def _in_path(rule: Rule, name: str, real: str) -> dict[str, Any]:
    """A name of an address: anything at all, or, as often, what stands there in an address that leads somewhere."""
    anything = {"type": "integer"} if f"<int:{name}>" in rule.rule else {**_TEXT, "minLength": 1}
    stands = _standing(rule.rule, name, real)
    if stands is None:
        return {"name": name, "in": "path", "required": True, "schema": anything}
    return {"name": name, "in": "path", "required": True, "schema": {"anyOf": [{"enum": [stands]}, anything]}}


def _standing(rule: str, name: str, real: str) -> str | None:
    for part, there in zip(rule.split("/"), real.split("/"), strict=False):
        if part == f"<{name}>":
            return there
    return None


def _form(rule: Rule) -> dict[str, Any]:
    """The fields of the form that is sent there: any words, or those of a good one."""
    path = re.sub("<[^>]+>", "", rule.rule)
    good = next((fields for where, (_, fields) in FORMS.items() if _fits(rule.rule, where)), {})
    properties = {name: {"anyOf": [{"enum": [value]}, _TEXT]} for name, value in good.items()}
    return {"type": "object", "title": path, "properties": properties, "additionalProperties": _TEXT}


def _fits(rule: str, address: str) -> bool:
    return re.fullmatch(re.sub("<[^>]+>", "[^/]+", rule), address) is not None
