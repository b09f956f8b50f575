"""Scripts as they are sent: a module together with those it imports, without the comments.

Sent one by one, our small modules would cost a phone on a slow network a round trip for each step of the import, and
more bytes of headers than of script. Only the style that our modules are written in is understood; a module in any
other, or in a ring of imports, is sent as it is, and the browser fetches what it imports.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

Address = Callable[[Path], str]
_IMPORT = re.compile(r"^import \{([^}]*)\} from \"(\.[^\"]+)\";\n", re.MULTILINE)
_LATER = re.compile(r"\bimport\(\"(\.[^\"]+)\"\)")
_EXPORT = re.compile(r"^export (?=(?:async )?function |const \w|class )", re.MULTILINE)
_NAME = re.compile(r"^export (?:async function|function|const|class) (\w+)", re.MULTILINE)
_WRITTEN_OTHERWISE = re.compile(r"^(?:import|export)\b.*|\bimport\((?!\"\.).*", re.MULTILINE)
_WAITS = re.compile(r"^(?!async |function |//)\S.*\bawait\b.*|^await\b.*", re.MULTILINE)  # only a whole module may


class OtherStyleError(Exception):
    """A module that is written in a way that is not understood here."""


def joined(path: Path, address_of: Address) -> str:
    """A module's text with those that it imports in front, each in a function of its own.

    `address_of` names a module that is imported later, when it is needed. Raises OtherStyleError.
    """
    order: list[Path] = []
    _visit(path, order, [])
    place = {module: number for number, module in enumerate(order)}
    parts = [_enclosed(module, place, address_of) for module in order[:-1]]
    return "".join([*parts, _body(path, place, address_of, is_first=True)])


def _visit(module: Path, order: list[Path], above: list[Path]) -> None:
    if module in above:
        raise OtherStyleError(f"{module.name} imports itself by way of others")
    if module in order:
        return
    for match in _IMPORT.finditer(_text(module)):
        _visit((module.parent / match[2]).resolve(), order, [*above, module])
    order.append(module)


def _enclosed(module: Path, place: dict[Path, int], address_of: Address) -> str:
    body = _body(module, place, address_of, is_first=False)
    names = ", ".join(_NAME.findall(_text(module)))
    return f"const $m{place[module]} = (() => {{\n{body}return {{ {names} }};\n}})();\n"


def _body(module: Path, place: dict[Path, int], address_of: Address, *, is_first: bool) -> str:
    def taken(match: re.Match[str]) -> str:
        names = re.sub(r"(\w+) as (\w+)", r"\1: \2", " ".join(match[1].split()))
        return f"const {{ {names.rstrip(', ')} }} = $m{place[(module.parent / match[2]).resolve()]};\n"

    text = _IMPORT.sub(taken, _text(module))
    inside = _EXPORT.sub("", text)
    odd = _WRITTEN_OTHERWISE.search(inside) or (None if is_first else _WAITS.search(inside))
    if odd:
        raise OtherStyleError(f"{module.name}: {odd[0]}")
    if not is_first:  # the first is what the page asked for, and is a module still
        text = inside
    text = _LATER.sub(lambda match: f'import("{address_of((module.parent / match[1]).resolve())}")', text)
    return _without_comments(text)


def _text(module: Path) -> str:
    return module.read_text(encoding="utf-8")


def _without_comments(text: str) -> str:
    """Without the lines that are comments and those that are empty; a text over several lines is left alone."""
    kept, inside = [], False
    for line in text.splitlines():
        if inside or not line.lstrip().startswith("//"):
            inside ^= line.count("`") % 2 == 1
            if line.strip() or inside:
                kept.append(line)
    return "\n".join(kept) + "\n"
