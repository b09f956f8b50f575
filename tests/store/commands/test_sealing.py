"""`flask sealing` in the words it prints."""

import pytest

from app import create_app
from store.sealing import Keyring
from tests.people import make_settings


@pytest.fixture
def run(tmp_path):
    app = create_app(make_settings(tmp_path))

    def command(*arguments):
        return app.test_cli_runner().invoke(args=["sealing", *arguments])

    return command


def test_a_key_is_made_and_listed_and_the_old_one_kept(run, tmp_path):
    assert "There is no key yet" in run("list").output
    made = [run("rotate").output for _ in range(2)]
    keys = Keyring(make_settings(tmp_path).sealing_path).keys()
    assert [f"Stories are now sealed to key {key.id}." in said for key, said in zip(keys, made, strict=True)] == [
        True
    ] * 2
    assert "Older keys are kept for 120 days after they were replaced" in made[1]
    listed = run("list").output.splitlines()
    assert [line.split()[0] for line in listed] == [key.id for key in keys]
