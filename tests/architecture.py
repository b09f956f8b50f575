"""The rules of docs/architecture.md: each takes the project's root and returns the breaches as sentences."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from tests.import_table import ANYTHING, AT_ONCE, AT_ONCE_FOR, HEAVY, MAY_IMPORT, THIRD_PARTY

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 40
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

STORY_TABLES = re.compile(r"(?<!select 1 )\b(?:from|join)\s+(?:narratives|story_words)\b", re.IGNORECASE)
# At the start of a string, so that a sentence such as "select one from the list" is not taken for SQL.
SQL = re.compile(r"\s*(?:select\s[^.]+\sfrom\b|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)")
STORY_READERS_FOR_STAFF = ("release", "moderation", "urgency", "erasure", "withdrawal", "intake", "pace")
# What somebody who came with a story's own code may use besides: only web/returning does.
FOR_ITS_TELLER = ("receipts", "corrections", "messages")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path from the root, its package of ours and its syntax tree."""

    path: Path
    package: str
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        parts = [*self.path.parts[:-1], self.path.stem]
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module by its full name; `deep` when inside a function."""

    name: str
    line: int
    deep: bool

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]


@cache
def sources(root: Path) -> list[Source]:
    """Every Python file of the house; read once, since each rule looks at all of them."""
    found = []
    for file in sorted(root.rglob("*.py")):
        path = file.relative_to(root)
        if not any(part.startswith(".") or part in ("data", "__pycache__") for part in path.parts):
            text = file.read_text(encoding="utf-8")
            found.append(Source(path, path.parts[0].removesuffix(".py"), text, ast.parse(text)))
    return found


def imports(source: Source) -> Iterator[Import]:
    functions = [node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    deep = {id(inner) for function in functions for inner in ast.walk(function)}
    for node in ast.walk(source.tree):
        for name in _imported_names(source, node):
            yield Import(name, getattr(node, "lineno", 0), id(node) in deep)


def _imported_names(source: Source, node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            parents = list(source.path.parts[: len(source.path.parts) - level]) if level else []
            base = ".".join([*parents, *([module] if module else [])])
            return [f"{base}.{alias.name}" for alias in names]
        case ast.Call(
            func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return [name]
        case _:
            return []


def strings(source: Source) -> Iterator[ast.Constant]:
    """Every string but the docstrings, those of f-strings included."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(source.tree) if isinstance(node, documented)]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def misplaced_files(root: Path) -> list[str]:
    """Python outside the packages of the house."""
    return [
        f"{source.path}: Python belongs into one of {', '.join(sorted(MAY_IMPORT))}"
        for source in sources(root)
        if source.package not in MAY_IMPORT
    ]


def forbidden_imports(root: Path) -> list[str]:
    """Imports against the table, of our own packages and of other people's."""
    breaches = []
    for source in sources(root):
        if source.package in MAY_IMPORT:
            found = [(each.line, _why_forbidden(source, each), each.name) for each in imports(source)]
            breaches += [f"{source.path}:{line}: {why} {name}" for line, why, name in found if why]
    return breaches


def _why_forbidden(source: Source, imported: Import) -> str | None:
    if imported.top == source.package:
        slow = source.module in AT_ONCE and not _is_at_once(imported)
        return "a statistic that answers at once may not import" if slow else None
    if source.module in AT_ONCE and imported.top in {"scipy", "sklearn"}:
        return "a statistic that answers at once may not import"
    if imported.top in MAY_IMPORT:
        allowed = imported.top in MAY_IMPORT[source.package] or _answers_at_once(source, imported)
        return None if allowed else f"{source.package} may not import our"
    if source.package in ANYTHING:
        return None
    if imported.top in HEAVY:
        inside = source.package == "models" and imported.deep
        return None if inside else "only a function in models/ may import"
    if imported.top in sys.stdlib_module_names and imported.top != "sqlite3":
        return None
    pattern = THIRD_PARTY[source.package].get(imported.top)
    return None if pattern and _lies_in(source, pattern) else "this file may not import"


def _lies_in(source: Source, patterns: str) -> bool:
    return any(fnmatch(source.path.as_posix(), pattern) for pattern in patterns.split())


def _is_at_once(imported: Import) -> bool:
    return any(name in AT_ONCE for name in (imported.name, imported.name.rpartition(".")[0]))


def _answers_at_once(source: Source, imported: Import) -> bool:
    return _is_at_once(imported) and _lies_in(source, AT_ONCE_FOR)


def import_cycles(root: Path) -> list[str]:
    """Modules that import each other, at the top of the file, in a ring."""
    found = {source.module: source for source in sources(root)}
    edges = {name: {_module_of(each.name, found) for each in imports(s) if not each.deep} for name, s in found.items()}
    remaining = {name: {to for to in tos if to and to != name} for name, tos in edges.items()}
    ring = set(remaining)
    while loose := {name for name in ring if not remaining[name] & ring} | (
        ring - {to for name in ring for to in remaining[name]}
    ):
        ring -= loose
    return [f"these modules import each other: {', '.join(sorted(ring))}"] if ring else []


def _module_of(name: str, modules: dict[str, Source]) -> str | None:
    return next((each for each in (name, name.rpartition(".")[0]) if each in modules), None)


def long_files(root: Path) -> list[str]:
    """Files that should be split by noun."""
    files = [source.path for source in sources(root)]
    for folder, ending in (("templates", "*.html"), ("static", "*.js")):
        files += [file.relative_to(root) for file in (root / folder).rglob(ending) if "vendor" not in file.parts]
    lengths = {path: len((root / path).read_text(encoding="utf-8").splitlines()) for path in files}
    return [f"{path}: {n} lines, split it" for path, n in sorted(lengths.items()) if n > MOST_LINES_OF_A_FILE]


def long_functions(root: Path) -> list[str]:
    """Functions that do too much; docstrings and the schema steps, which are tables in SQL, are not counted."""
    breaches = []
    for source in sources(root):
        if source.path.as_posix().startswith("store/schema"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                documented = ast.get_docstring(node, clean=False) is not None
                docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
                length = (node.end_lineno or 0) - node.lineno + 1 - docstring
                if length > MOST_LINES_OF_A_FUNCTION:
                    breaches.append(f"{source.path}:{node.lineno}: {node.name} has {length} lines, split it")
    return breaches


def banned_names(root: Path) -> list[str]:
    """Files and folders named after nothing in particular."""
    return [
        f"{source.path}: name it after what it holds"
        for source in sources(root)
        if BANNED_NAMES & {part.removesuffix(".py") for part in source.path.parts}
    ]


def sql_outside_store(root: Path) -> list[str]:
    """SQL anywhere but in store/."""
    elsewhere = [source for source in sources(root) if source.package not in {"store"} | ANYTHING]
    return [
        f"{source.path}:{text.lineno}: SQL belongs into store/"
        for source in elsewhere
        for text in strings(source)
        if SQL.match(str(text.value))
    ]


def settings_outside_config(root: Path) -> list[str]:
    """Environment variables read anywhere but in config.py; setting one for a library is no reading."""
    return [
        f"{source.path}:{line}: settings are read in config.py"
        for source in sources(root)
        if source.package not in {"config"} | ANYTHING
        for line in _environment_reads(source.tree)
    ]


def _environment_reads(tree: ast.Module) -> list[int]:
    stores = [each for each in ast.walk(tree) if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store)]
    written = {id(each.value) for each in stores}
    attributes = [each for each in ast.walk(tree) if isinstance(each, ast.Attribute) and id(each) not in written]
    return [each.lineno for each in attributes if ast.unparse(each) in {"os.environ", "os.getenv"}]


def stories_past_release(root: Path) -> list[str]:
    """Pages that reach story tables by another way than release, moderation, erasure and intake."""
    found = {source.module: source for source in sources(root)}
    readers = {
        name
        for name, source in found.items()
        if source.package == "store" and any(STORY_TABLES.search(str(text.value)) for text in strings(source))
    }
    guarded = {name for name in readers if not name.split(".")[1].startswith(STORY_READERS_FOR_STAFF)}
    own = {name for name in guarded if name.split(".")[1] in FOR_ITS_TELLER}
    return [
        f"{source.path}:{each.line}: staff may see stories only through store.release, not {each.name}"
        for source in found.values()
        if source.package == "web" and source.path.parts[1] != "moderate"
        for each in imports(source)
        if _module_of(each.name, found) in guarded - (own if source.path.parts[1] == "returning" else set())
    ]


def case_store_openers(root: Path) -> list[str]:
    """More than one module that opens the case store; config only says where it lies."""
    files = [
        str(source.path)
        for source in sources(root)
        if source.package not in ANYTHING | {"config"} and _knows_case_store(source)
    ]
    return [f"only one module may open the case store: {', '.join(files)}"] if len(files) > 1 else []


def _knows_case_store(source: Source) -> bool:
    named = any("cases.db" in str(text.value) for text in strings(source))
    return named or any(isinstance(node, ast.Attribute) and node.attr == "cases_path" for node in ast.walk(source.tree))


RULES: list[Callable[[Path], list[str]]] = [
    misplaced_files,
    forbidden_imports,
    import_cycles,
    long_files,
    long_functions,
    banned_names,
    sql_outside_store,
    settings_outside_config,
    stories_past_release,
    case_store_openers,
]
