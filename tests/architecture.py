"""The rules of docs/architecture.md: each takes the project's root and returns the breaches as sentences."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from tests.import_table import ANYTHING, AT_ONCE, AT_ONCE_FOR, HEAVY, MAY_IMPORT, THIRD_PARTY
from tests.source_files import Import, Source, imports, module_of, sources, strings
from tests.story_readers import stories_past_release

MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 40
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}

# At the start of a string, so that a sentence such as "select one from the list" is not taken for SQL.
SQL = re.compile(r"\s*(?:select\s[^.]+\sfrom\b|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)")


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
    edges = {name: {module_of(each.name, found) for each in imports(s) if not each.deep} for name, s in found.items()}
    remaining = {name: {to for to in tos if to and to != name} for name, tos in edges.items()}
    ring = set(remaining)
    while loose := {name for name in ring if not remaining[name] & ring} | (
        ring - {to for name in ring for to in remaining[name]}
    ):
        ring -= loose
    return [f"these modules import each other: {', '.join(sorted(ring))}"] if ring else []


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


def case_store_openers(root: Path) -> list[str]:
    """More than one module of the pages or of the commands that opens the case store; config says where it lies."""
    files = [
        str(source.path)
        for source in sources(root)
        if source.package not in ANYTHING | {"config"}
        and _knows_case_store(source)
        and str(source.path) != "store/backup_parts.py"  # copies the file whole, without the key that opens a row
    ]
    of_commands = [file for file in files if file.startswith("store/commands/")]
    both = ([file for file in files if file not in of_commands], of_commands)
    return [f"only one module may open the case store: {', '.join(some)}" for some in both if len(some) > 1]


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
