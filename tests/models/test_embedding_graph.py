import json
import os
import stat

import pytest

from models.artefacts import ArtefactError
from models.embedding_graph import DESCRIPTION, EmbedderUnavailableError, kept_or_made, prefix_of


class Backend:
    def save(self, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write("{}")


class Tokeniser:
    backend_tokenizer = Backend()


class Model:
    tokenizer = Tokeniser()
    max_seq_length = 256
    default_prompt_name = None
    prompts = {"passage": "passage: "}

    def get_embedding_dimension(self):
        return 4


def make(model, folder):
    (folder / "weights").write_bytes(b"eight bits")


def never():
    raise AssertionError("the model was loaded although everything is there")


def test_what_is_made_of_a_model_is_made_once_and_then_read_without_the_model(tmp_path):
    first = kept_or_made(tmp_path / "models" / "one", "one+int8", Model, make)
    assert (first.dimensions, first.most_tokens, first.prefix) == (4, 256, "")
    assert set(first.files) == {"weights", "tokenizer.json"}
    assert kept_or_made(tmp_path / "models" / "one", "one+int8", never, make) == first
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["one"]
    assert stat.S_IMODE((tmp_path / "models").stat().st_mode) == 0o700


def test_a_kill_on_the_way_leaves_nothing_half_made(tmp_path):
    def killed(model, folder):
        make(model, folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept_or_made(tmp_path / "one", "one+int8", Model, killed)
    assert not (tmp_path / "one").exists()
    stale = tmp_path / ".making-long-ago"
    stale.mkdir()
    os.utime(stale, (0, 0))
    assert kept_or_made(tmp_path / "one", "one+int8", Model, make).dimensions == 4
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


@pytest.mark.parametrize("change", ["weights", "missing", "another model"])
def test_a_file_that_was_changed_is_never_loaded_and_the_message_says_what_to_do(tmp_path, change):
    folder = tmp_path / "one"
    kept_or_made(folder, "one+int8", Model, make)
    if change == "weights":
        (folder / "weights").write_bytes(b"something else")
    elif change == "missing":
        (folder / "weights").unlink()
    else:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        (folder / DESCRIPTION).write_text(json.dumps(described | {"model_id": "two"}), encoding="utf-8")
    with pytest.raises(ArtefactError, match="Delete the folder: it is made again"):
        kept_or_made(folder, "one+int8", never, make)


def test_a_tokeniser_that_only_pytorch_knows_leads_back_to_pytorch(tmp_path):
    class Uncommon(Model):
        tokenizer = object()

    with pytest.raises(EmbedderUnavailableError, match="Set MURMURATION_EMBEDDING_BACKEND=torch"):
        kept_or_made(tmp_path / "one", "one+int8", Uncommon, make)
    assert not (tmp_path / "one").exists()


def test_the_words_that_a_model_wants_before_every_text_are_kept():
    class Prompted(Model):
        default_prompt_name = "passage"

    assert (prefix_of(Model()), prefix_of(Prompted())) == ("", "passage: ")
