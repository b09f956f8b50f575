"""SQL is written by the program alone: what comes from somewhere else is a parameter, never part of the statement."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.source_files import FUNCTIONS, Source

_SQL = re.compile(r"\s*(?:select\s.+\sfrom\b|insert\s+(?:or\s+\w+\s+)?into\s|update\s|delete\s+from\s)", re.DOTALL)
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
_PACKAGES = {"store", "web", "analysis", "narratives"}
# What these give is SQL or a number, whatever they are given.
_MAKE_SQL = {"len", "range", "readable"}
_KEEP = {"sorted", "set", "zip"}
_OF_TEXT = {"join", "replace", "format", "strip", "split", "items", "values", "keys"}
_LEVELS = 6


def sql_of_values(source: Source) -> Iterator[tuple[int, str]]:
    """Statements are made of constants: what is put into one is a constant, or made of constants alone."""
    if source.package not in _PACKAGES:
        return
    made = [node for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) and _SQL.match(_written(node))]
    file = _File(source.tree) if made else None
    for node in made:
        for piece in node.values:
            if file and isinstance(piece, ast.FormattedValue) and not (_is_number(piece) or file.is_fixed(piece.value)):
                yield piece.lineno, f"{ast.unparse(piece.value)} is put into a statement"


def _written(node: ast.JoinedStr) -> str:
    return "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values)


def _is_number(piece: ast.FormattedValue) -> bool:
    """Whether it is written so that nothing but a whole number can be put in."""
    return piece.format_spec is not None and ast.unparse(piece.format_spec).strip("f'\"").endswith(("d", "x"))


@dataclass
class _File:
    """The names of a file: where each is bound, and to what."""

    tree: ast.Module
    owner: dict[int, ast.FunctionDef | ast.AsyncFunctionDef] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):  # from the outside in, so that the innermost function stays
            if isinstance(node, FUNCTIONS):
                self.owner |= {id(each): node for each in ast.walk(node)}

    def is_fixed(self, node: ast.AST | None, level: int = 0) -> bool:
        """Whether an expression is made of constants of the program alone."""
        match node:
            case None | ast.Constant():
                return True
            case ast.Name(id=name):
                return bool(_CONSTANT.fullmatch(name)) or (level < _LEVELS and self._is_bound(node, name, level + 1))
            case ast.IfExp(body=body, orelse=other):
                return self.is_fixed(body, level) and self.is_fixed(other, level)
            case ast.Call():
                return self._is_fixed_call(node, level)
            case ast.Subscript(value=base) | ast.FormattedValue(value=base) | ast.Starred(value=base):
                return self.is_fixed(base, level)
            case ast.Dict(values=held):
                return self._all(held, level)
            case ast.DictComp(value=made) | ast.GeneratorExp(elt=made) | ast.ListComp(elt=made):
                return self.is_fixed(made, level)
            case ast.JoinedStr() | ast.BinOp() | ast.BoolOp() | ast.Tuple() | ast.List() | ast.Set():
                parts = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)]
                return self._all(parts, level)
        return False

    def _is_fixed_call(self, node: ast.Call, level: int) -> bool:
        match node.func:
            case ast.Name(id=name) if name in _KEEP:
                return self._all(node.args, level)
            case ast.Name(id=name):
                return name in _MAKE_SQL or self._gives_fixed(name, level)
            case ast.Attribute(value=base, attr=attr) if attr in _OF_TEXT:
                return self.is_fixed(base, level) and self._all(node.args, level)
        return False

    def _all(self, nodes: list[ast.expr], level: int) -> bool:
        return all(self.is_fixed(each, level) for each in nodes)

    def _is_bound(self, use: ast.AST, name: str, level: int) -> bool:
        """Whether all that a name may stand for is fixed: what is assigned, gone through, or handed in."""
        inside = self.owner.get(id(use))
        found = False
        for node in ast.walk(inside or self.tree):
            if inside is None and id(node) in self.owner:
                continue  # a name of a function is none of the file's
            for target, value in _bindings(node):
                if name in {each.id for each in ast.walk(target) if isinstance(each, ast.Name)}:
                    found = True
                    if not self.is_fixed(value, level):
                        return False
        if inside and not found and name in {each.arg for each in _arguments(inside)}:
            return self._is_handed_in(inside, name, level)
        return found

    def _is_handed_in(self, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str, level: int) -> bool:
        """Whether every call of a function of this file alone hands in something fixed."""
        if not function.name.startswith("_"):
            return False
        arguments = [each.arg for each in _arguments(function)]
        here = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        here = [node for node in here if ast.unparse(node.func) == function.name]
        for call in here:
            given = dict(zip(arguments, call.args, strict=False)) | {each.arg: each.value for each in call.keywords}
            if not self.is_fixed(given.get(name), level):
                return False
        return bool(here)

    def _gives_fixed(self, name: str, level: int) -> bool:
        """Whether a function of this file returns nothing but what is fixed."""
        functions = [node for node in self.tree.body if isinstance(node, FUNCTIONS) and node.name == name]
        given = [each for node in functions for each in ast.walk(node) if isinstance(each, ast.Return)]
        return bool(given) and level < _LEVELS and all(self.is_fixed(each.value, level + 1) for each in given)


def _arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def _bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _unpacked(target, value)
        case ast.AnnAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
            yield target, value
        case ast.AugAssign(target=target, value=value):
            yield target, value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield target, value


def _unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        yield from zip(target.elts, value.elts, strict=True)
    elif isinstance(target, ast.Name | ast.Tuple):
        yield target, value
