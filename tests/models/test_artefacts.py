import hashlib

import pytest

from models.artefacts import ArtefactError, check_files


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "model.bin").write_bytes(b"weights")
    return tmp_path


TABLE = {"weights/model.bin": hashlib.sha256(b"weights").hexdigest()}


def test_files_that_are_as_reviewed_pass(folder):
    check_files(folder, TABLE)


def test_a_changed_file_is_named(folder):
    (folder / "weights" / "model.bin").write_bytes(b"other")
    with pytest.raises(ArtefactError, match="weights/model.bin of the language model is not the file that was"):
        check_files(folder, TABLE)


def test_a_missing_file_is_named(folder):
    with pytest.raises(ArtefactError, match=r"vocab.txt of the language model is missing: install it again"):
        check_files(folder, TABLE | {"vocab.txt": "0"})


def test_a_file_that_does_not_belong_there_is_refused(folder):
    (folder / "modeling.py").write_text("import os")
    with pytest.raises(ArtefactError, match=r"modeling.py does not belong to the language model"):
        check_files(folder, TABLE)
