"""The table of promises in SECURITY.md, made from the tests that keep them: `python -m tests.promise_table --write`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "SECURITY.md"
BEGIN, END = "<!-- made by `python -m tests.promise_table --write` -->", "<!-- until here -->"


@dataclass(frozen=True, slots=True, order=True)
class Promised:
    """A promise in words, the row of the threat model that it answers, and the test that keeps it."""

    letter: str
    number: int
    promise: str
    test: str

    @property
    def code(self) -> str:
        return f"{self.letter}{self.number}"


def list_promised(root: Path = ROOT) -> list[Promised]:
    """Every promise that a test keeps, by threat and requirement."""
    own = {Path(__file__).name, "promises.py"}
    files = [path for path in sorted((root / "tests").rglob("*.py")) if path.name not in own]
    return sorted({one for path in files for one in _promised_in(path, root)})


def _promised_in(path: Path, root: Path) -> Iterator[Promised]:
    text = path.read_text(encoding="utf-8")
    if "promised(" not in text:
        return
    tree = ast.parse(text)
    named = dict(_named(tree, root))
    for test in tree.body:
        if not isinstance(test, ast.FunctionDef):
            continue
        for call in ast.walk(test):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "promised":
                code, promise = (_text(argument, named, path) for argument in call.args[:2])
                letter, number = code[0], int("".join(filter(str.isdigit, code.split()[0])))
                for place in _tests_of(path, test.name, root):
                    yield Promised(letter, number, promise, place)


def _tests_of(path: Path, name: str, root: Path) -> list[str]:
    """The test itself; for what several files of tests call, those files."""
    if name.startswith("test_"):
        return [f"{path.relative_to(root)}::{name}"]
    if path.name.startswith("test_"):
        return [str(path.relative_to(root))]
    module = ".".join(path.relative_to(root).with_suffix("").parts)
    callers = (one for one in path.parent.glob("test_*.py") if f"from {module} import" in one.read_text("utf-8"))
    return sorted(str(one.relative_to(root)) for one in callers)


def _named(tree: ast.Module, root: Path) -> Iterator[tuple[str, object]]:
    """The plain values that a file gives names to, and those it takes from other files of tests."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
            origin = root / f"{str(node.module).replace('.', '/')}.py"
            there = dict(_named(ast.parse(origin.read_text(encoding="utf-8")), root)) if origin.exists() else {}
            yield from ((one.asname or one.name, there[one.name]) for one in node.names if one.name in there)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            yield from ((one.id, node.value.value) for one in node.targets if isinstance(one, ast.Name))


def _text(node: ast.expr, named: Mapping[str, object], path: Path) -> str:
    """The words of an argument: written there, or a name of the file for them."""
    value = named.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
    if not isinstance(value, str):
        raise TypeError(f"{path.name}, line {node.lineno}: write the code and the words of a promise as plain text")
    return value


def table() -> str:
    """The table as Markdown."""
    rows: dict[tuple[str, str], list[str]] = {}
    for one in list_promised():
        rows.setdefault((one.code, one.promise), []).append(f"`{one.test}`")
    lines = ["| | promise | test |", "|---|---|---|"]
    lines += [f"| {code} | {promise} | {' '.join(tests)} |" for (code, promise), tests in rows.items()]
    return "\n".join(lines)


def written() -> str:
    """SECURITY.md with the table as it should be."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    if "--write" in sys.argv:
        DOCUMENT.write_text(written(), encoding="utf-8")
    sys.stdout.write(f"{table()}\n")
