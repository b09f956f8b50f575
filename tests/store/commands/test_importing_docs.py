"""The examples of docs/ are files that work, and say what the commands say."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def test_the_complete_example_of_importing_runs_as_printed(run, tmp_path):
    (stories,) = blocks("importing.md", "csv")
    framework, mapping = blocks("importing.md", "json")
    for name, content in (("stories.csv", stories), ("framework.json", framework), ("mapping.json", mapping)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = run("narratives", "import", tmp_path / "stories.csv", "--mapping", tmp_path / "mapping.json")
    assert done.exit_code == 0
    assert [done.output] == blocks("importing.md", "text")


def test_the_example_of_frameworks_is_imported(run, tmp_path):
    (framework,) = blocks("frameworks.md", "json")
    (tmp_path / "framework.json").write_text(framework, encoding="utf-8")
    assert run("frameworks", "import", tmp_path / "framework.json").output == "bus-stops version 1: stored.\n"
