"""No page reaches a story past the modules that release it: who reads story tables, and who reaches whom.

A module reads stories when any string of it, put together from parts and constants as far as these are known, names
a story table or a view of one. A page may reach such a module through those alone that are named here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.source_files import Source, imports, module_of, sources, strings

STAFF_READ_THROUGH = ("release", "moderation", "urgency", "safeguarding", "erasure", "withdrawal", "intake", "pace")
# What somebody who came with a story's own code may use besides: only web/returning does.
FOR_ITS_TELLER = ("receipts", "corrections", "messages")
# Of these pages use what tells nothing of a story, each for the reason beside it.
HANDED_OVER = {
    "store.landscape": "pages hand the column cache to the release modules, which ask it",
    "store.schema": "makes the tables and reads none of them",
    "store.remarks": "copies the id of a story that it is given",
}
# Worked out once, since each file is asked by several.
_KNOWN: dict[Source, dict[str, str]] = {}
_TEXTS: dict[Source, list[str]] = {}
_TABLES = {"narratives", "story_words"}
# Whether a story is there, and no more, is asked by what hangs on one: a note, a place on a list.
_WHETHER = re.compile(r"\bselect 1\s+from\s+narratives\b|\bnarratives\.(?:id|collection_id|language)\b", re.IGNORECASE)
_VIEW = re.compile(r"\bcreate\s+(?:temp(?:orary)?\s+)?view\s+(?:if\s+not\s+exists\s+)?[\"']?(\w+)", re.IGNORECASE)
_ASKS = {"rows", "tuples", "one", "many", "execute", "executescript", "executemany", "query"}
_CURSORS = {"connection", "cursor", "utils"}
_DATABASES = re.compile(r"(?:^|[._])(?:db|database|connection|stories|accounts|cases)$")


def stories_past_release(root: Path) -> list[str]:
    """Pages that reach story tables by another way than release, moderation, erasure and intake."""
    found = {source.module: source for source in sources(root)}
    tables = _TABLES | _views(found)
    readers = {name for name, source in found.items() if source.package == "store" and _names(source, found, tables)}
    breaches = []
    for source in found.values():
        if source.package == "web":
            breaches += _asked_itself(source)
            if source.path.parts[1] != "moderate":
                breaches += _reached(source, found, readers)
    return breaches


def _reached(source: Source, found: Mapping[str, Source], readers: set[str]) -> Iterator[str]:
    own = FOR_ITS_TELLER if source.path.parts[1] == "returning" else ()
    for each in imports(source):
        # A package by itself gives whatever is in it.
        named = module_of(each.name, found)
        way = _way(named, found, readers, own, frozenset()) if named else []
        if way:
            through = f"{each.name}, which reaches {way[-1]}" if len(way) > 1 else each.name
            yield f"{source.path}:{each.line}: staff may see stories only through store.release, not {through}"


def _way(
    name: str, found: Mapping[str, Source], readers: set[str], own: tuple[str, ...], seen: frozenset[str]
) -> list[str]:
    """The modules through which a module of the store reaches one that reads stories; none where it reaches none."""
    package, _, rest = name.partition(".")
    first = rest.split(".")[0]
    let = first.startswith(STAFF_READ_THROUGH) or first in own or ".".join(name.split(".")[:2]) in HANDED_OVER
    if package != "store" or let or name in seen:
        return []
    if name in readers:
        return [name]
    for each in imports(found[name]):
        there = module_of(each.name, found)
        if there and (way := _way(there, found, readers, own, seen | {name})):
            return [name, *way]
    return []


def _names(source: Source, found: Mapping[str, Source], tables: set[str]) -> bool:
    return any(_tells(text, tables) for text in _texts(source, found))


def _tells(text: str, tables: set[str]) -> bool:
    return bool(re.search(rf"\b(?:{'|'.join(sorted(tables))})\b", _WHETHER.sub("", text), re.IGNORECASE))


def _texts(source: Source, found: Mapping[str, Source]) -> list[str]:
    """Every string of a module, and what its f-strings and sums of strings come to."""
    if source not in _TEXTS:
        known = _constants(source, found, frozenset())
        several = [node for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr | ast.BinOp | ast.Call)]
        put_together = [text for node in several if (text := _value(node, known))]
        _TEXTS[source] = [*(str(one.value) for one in strings(source)), *put_together]
    return _TEXTS[source]


def _constants(source: Source, found: Mapping[str, Source], seen: frozenset[str]) -> dict[str, str]:
    """The strings that a module's names stand for, its own and those that it imports, by how it names them."""
    if source.module in seen:
        return {}
    held = _KNOWN.get(source)
    if held is not None:
        return held
    known: dict[str, str] = {}
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            known |= _brought(node, found, seen | {source.module})
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if _is_typed(node) else []
        value = getattr(node, "value", None)
        text = _value(value, known) if isinstance(value, ast.expr) else None
        if text is not None:
            known |= {target.id: text for target in targets if isinstance(target, ast.Name)}
    _KNOWN[source] = known
    return known


def _is_typed(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign)


def _brought(node: ast.ImportFrom | ast.Import, found: Mapping[str, Source], seen: frozenset[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for alias in node.names:
        called = alias.asname or alias.name
        module = getattr(node, "module", None) or ""
        whole = f"{module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        if whole in found:
            inside = _constants(found[whole], found, seen)
            known |= {f"{called}.{name}": text for name, text in inside.items()}
        elif module in found:
            inside = _constants(found[module], found, seen)
            known |= {called: inside[alias.name]} if alias.name in inside else {}
    return known


def _value(node: ast.expr, known: Mapping[str, str]) -> str | None:
    """What an expression of strings comes to; parts that are not known are left blank."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name() | ast.Attribute():
            return known.get(ast.unparse(node))
        case ast.JoinedStr(values=parts):
            return "".join(_value(part, known) or "" for part in parts)
        case ast.FormattedValue(value=inner):
            return _value(inner, known)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            pair = (_value(left, known), _value(right, known))
            return None if pair == (None, None) else "".join(part or "" for part in pair)
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            return " ".join(_value(part, known) or "" for part in (left, *_parts(right)))
        case ast.Call(func=ast.Attribute(value=of, attr="join" | "format" as how), args=args):
            several = [_value(part, known) or "" for one in args for part in _parts(one)]
            text = _value(of, known) or ""
            return text.join(several) if how == "join" else " ".join([text, *several])
        case _:
            return None


def _parts(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple | ast.List) else [node]


def _views(found: Mapping[str, Source]) -> set[str]:
    """Views and virtual tables that a statement makes of story tables."""
    views: set[str] = set()
    for source in found.values():
        if source.package == "store":
            for text in _texts(source, found):
                if (made := _VIEW.search(text)) and _tells(text, _TABLES | views):
                    views.add(made.group(1).lower())
    return views


def _asked_itself(source: Source) -> Iterator[str]:
    """A page that asks the database itself, or imports what it finds by a name."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ASKS:
            if _DATABASES.search(ast.unparse(node.func.value)):
                yield f"{source.path}:{node.lineno}: pages never ask the database themselves"
        elif isinstance(node, ast.Attribute) and node.attr in _CURSORS and _DATABASES.search(ast.unparse(node.value)):
            yield f"{source.path}:{node.lineno}: pages never ask the database themselves"
        elif _imports_unknown(node):
            yield f"{source.path}:{getattr(node, 'lineno', 0)}: pages import by names that stand there"


def _imports_unknown(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    known = bool(node.args) and isinstance(node.args[0], ast.Constant)
    return name in {"import_module", "__import__"} and not known
