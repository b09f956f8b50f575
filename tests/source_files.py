"""The Python files of the house as the rules about them read them: their imports, their strings."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


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
def sources(root: Path, outside: frozenset[str] = frozenset()) -> list[Source]:
    """Every Python file of the house, outside of some packages; read once, since each rule looks at all of them."""
    found = []
    for file in sorted(root.rglob("*.py")):
        path = file.relative_to(root)
        package = path.parts[0].removesuffix(".py")
        if package not in outside and not any(p.startswith(".") or p in ("data", "__pycache__") for p in path.parts):
            text = file.read_text(encoding="utf-8")
            found.append(Source(path, package, text, ast.parse(text)))
    return found


@cache
def imports(source: Source) -> tuple[Import, ...]:
    """What a file imports, in the order of its lines; walked once, since several rules ask."""
    return tuple(_imports_below(source, source.tree, deep=False))


def _imports_below(source: Source, node: ast.AST, deep: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        for name in _imported_names(source, child):
            yield Import(name, getattr(child, "lineno", 0), deep)
        yield from _imports_below(source, child, deep or isinstance(child, FUNCTIONS))


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


def module_of(name: str, modules: Mapping[str, Source]) -> str | None:
    """The module of ours that an import names, itself or something in it; None for another."""
    return next((each for each in (name, name.rpartition(".")[0]) if each in modules), None)
