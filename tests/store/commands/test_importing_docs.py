"""The examples of docs/ are files that work, and say what the commands say."""

import json
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


def test_the_examples_of_frameworks_are_imported(run, tmp_path):
    framework, further = (json.loads(block) for block in blocks("frameworks.md", "json"))
    for version, document in ((1, framework), (2, {**framework, **further})):
        (tmp_path / "framework.json").write_text(json.dumps({**document, "version": version}), encoding="utf-8")
        imported = run("frameworks", "import", tmp_path / "framework.json")
        assert f"bus-stops version {version}: stored." in imported.output
