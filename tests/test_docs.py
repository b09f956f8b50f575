"""The documents are complete: commands, settings, decisions, links, and a README that can be read at a sitting."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
MOST_README_LINES = 120
FIRST_SCREEN = 40
ADR_HEADINGS = ["If someone only reads this far", "State", "Why", "Decision", "Alternatives discarded", "Risks"]
FLASKS_OWN = {"run", "shell", "routes"}
PAGES = sorted({README, *ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "deploy").glob("*.md")})
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def page(name: str) -> str:
    file = DOCS / name
    assert file.exists(), f"docs/{name} is missing"
    return file.read_text(encoding="utf-8")


def prose_and_code(text: str) -> tuple[str, str]:
    """A page's lines without its code blocks, and those in them."""
    outside, inside, fenced = [], [], False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        else:
            (inside if fenced else outside).append(line)
    return "\n".join(outside), "\n".join(inside)


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+\s+(.*)$", prose_and_code(text)[0], re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


def broken_links(file: Path) -> list[str]:
    """The links of a page that lead nowhere in the project; those to other sites are not tried."""
    broken = []
    for target in LINK.findall(prose_and_code(file.read_text(encoding="utf-8"))[0]):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        linked = (file.parent / path).resolve() if path else file
        is_page = linked.suffix == ".md" and linked.exists()
        if not linked.exists() or (anchor and is_page and anchor not in anchors(linked.read_text(encoding="utf-8"))):
            broken.append(target)
    return broken


def commands_of(group: click.Group, prefix: str = "flask") -> Iterator[str]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{prefix} {name}")
        elif f"{prefix} {name}" not in {f"flask {own}" for own in FLASKS_OWN}:
            yield f"{prefix} {name}"


def product_commands() -> list[str]:
    from app import create_app

    return list(commands_of(create_app().cli))


class Asked(Mapping[str, str]):
    """An environment that remembers which settings were asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values_held = values
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self.values_held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_held)

    def __len__(self) -> int:
        return len(self.values_held)


def settings_of_the_product(folder: Path) -> set[str]:
    from config import read_settings

    asked = Asked({"MURMURATION_DATA": str(folder)})
    read_settings(asked)
    return asked.names


def settings_of_run() -> set[str]:
    """The environment variables that ./run reads with a default."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("run", "deploy/install.sh"))
    return set(re.findall(r"\$\{([A-Z][A-Z_]+):[-+]", text))


def test_every_command_is_documented():
    text = page("commands.md")
    missing = [command for command in product_commands() if command not in text]
    assert not missing, f"docs/commands.md does not tell of: {', '.join(missing)}"


def test_every_option_of_a_command_is_documented():
    from app import create_app

    text = page("commands.md")
    options = {option for command in walk(create_app().cli) for option in long_options(command)}
    missing = sorted(option for option in options if option not in text)
    assert not missing, f"docs/commands.md does not tell of: {', '.join(missing)}"


def walk(group: click.Group) -> Iterator[click.Command]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from walk(command)
        elif name not in FLASKS_OWN:
            yield command


def long_options(command: click.Command) -> list[str]:
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    return [name for each in options for name in each.opts if name.startswith("--")]


def test_every_command_of_run_is_documented():
    dispatch = (ROOT / "run").read_text(encoding="utf-8").partition("case $command in")[2]
    names = {name for names in re.findall(r"^([a-z |-]+)\)", dispatch, re.MULTILINE) for name in names.split(" | ")}
    assert {"start", "test", "check", "prove"} <= names
    text = page("commands.md")
    missing = sorted(name for name in names - {"start", "-h", "--help"} if f"./run {name}" not in text)
    assert not missing, f"docs/commands.md does not tell of: {', '.join(missing)}"


def test_every_setting_is_documented(tmp_path):
    text = page("settings.md")
    names = settings_of_the_product(tmp_path) | settings_of_run()
    assert {"MURMURATION_ORGANISATION", "PORT", "TORCH_INDEX"} <= names
    missing = sorted(name for name in names if f"`{name}`" not in text)
    assert not missing, f"docs/settings.md does not tell of: {', '.join(missing)}"


@pytest.mark.parametrize("file", sorted((DOCS / "adr").glob("[0-9]*.md")), ids=lambda file: file.name)
def test_the_decision_has_every_heading(file):
    headings = re.findall(r"^##+\s+(.*?)\??\s*$", file.read_text(encoding="utf-8"), re.MULTILINE)
    missing = [wanted for wanted in ADR_HEADINGS if not any(found.startswith(wanted) for found in headings)]
    assert not missing, f"{file.name} lacks: {', '.join(missing)}"


def test_decisions_are_written_down():
    assert list((DOCS / "adr").glob("[0-9]*.md")), "docs/adr holds no decision"


@pytest.mark.parametrize("file", PAGES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_leads_somewhere(file):
    assert file.exists(), f"{file.name} is missing"
    broken = broken_links(file)
    assert not broken, f"{file.relative_to(ROOT)} has links that lead nowhere: {', '.join(broken)}"


def test_a_broken_link_is_found(tmp_path):
    (tmp_path / "b.md").write_text("# Here it is\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(
        "[1](b.md#here-it-is) [2](b.md#gone) [3](c.md) [4](https://example.org)", encoding="utf-8"
    )
    assert broken_links(tmp_path / "a.md") == ["b.md#gone", "c.md"]


def test_the_readme_can_be_read_at_a_sitting():
    assert README.exists(), "README.md is missing"
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MOST_README_LINES, f"README.md has {len(lines)} lines, {MOST_README_LINES} is the most"


def test_the_two_commands_stand_on_the_readmes_first_screen():
    assert README.exists(), "README.md is missing"
    first = "\n".join(README.read_text(encoding="utf-8").splitlines()[:FIRST_SCREEN])
    code = prose_and_code(first + "\n```")[1].splitlines()
    commands = {line.partition("#")[0].strip() for line in code}
    assert {"./run", "./run test"} <= commands, "show ./run and ./run test, each on its own line, in a code block"


def test_what_the_readme_shows_exists_and_can_be_run():
    assert os.access(ROOT / "run", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
