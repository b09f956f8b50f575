"""Sealed stories open with the key they were sealed to, and with nothing else."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from store.sealing import DEVICE_DAYS, ENVELOPE_DAYS, EnvelopeError, Keyring, UnknownKeyError
from tests.envelopes import sealed

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = b"The beans came up twice."


@pytest.fixture
def ring(tmp_path):
    return Keyring(tmp_path / "sealing")


def test_the_first_key_is_made_when_it_is_asked_for_and_stays(ring):
    assert ring.keys() == []
    made = ring.newest(NOW)
    assert ring.newest(NOW + timedelta(days=1)).id == made.id
    assert [key.id for key in ring.keys()] == [made.id]


def test_a_key_is_readable_by_its_owner_only(ring, tmp_path):
    ring.newest(NOW)
    (file,) = (tmp_path / "sealing").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_was_sealed_is_opened(ring):
    assert ring.opened(sealed(ring.newest(NOW), WORDS)) == WORDS


def test_two_envelopes_of_the_same_words_have_nothing_in_common(ring):
    first, second = (sealed(ring.newest(NOW), WORDS) for _ in range(2))
    assert first.ciphertext != second.ciphertext
    assert first.ephemeral != second.ephemeral


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"label": b"plot/other"}, "The envelope does not open."),
        ({"nonce": b"0" * 12}, "The envelope does not open."),
        ({"nonce": b"0" * 11}, "The parts of the envelope have the wrong length."),
        ({"ephemeral": b"\x04" + b"1" * 64}, "The envelope's own key is no key."),
        ({"ephemeral": b"\x04" + b"\x00" * 64}, "The envelope's own key is no key."),
        ({"ephemeral": b""}, "The parts of the envelope have the wrong length."),
        ({"ciphertext": b"short"}, "The envelope is cut off."),
        ({"ciphertext": b"x" * 60}, "The envelope does not open."),
    ],
)
def test_a_damaged_envelope_is_refused(ring, changes, sentence):
    envelope = replace(sealed(ring.newest(NOW), WORDS), **changes)
    with pytest.raises(EnvelopeError, match=sentence):
        ring.opened(envelope)


def test_another_deployments_envelope_is_refused(ring, tmp_path):
    other = Keyring(tmp_path / "other").newest(NOW)
    ring.newest(NOW)
    with pytest.raises(UnknownKeyError, match="no longer kept"):
        ring.opened(sealed(other, WORDS))
    with pytest.raises(EnvelopeError, match="does not open"):
        ring.opened(replace(sealed(other, WORDS), key_id=ring.newest(NOW).id))


def test_after_a_rotation_the_new_key_is_handed_out_and_the_old_one_still_opens(ring):
    old = ring.newest(NOW)
    envelope = sealed(old, WORDS)
    done = ring.rotate(NOW + timedelta(days=1))
    assert ring.newest(NOW).id == done.made.id != old.id
    assert done.deleted == ()
    assert ring.opened(envelope) == WORDS


def test_a_key_is_deleted_once_no_envelope_can_still_be_on_its_way(ring, tmp_path):
    old = ring.newest(NOW)
    replaced = NOW + timedelta(days=10)
    second = ring.rotate(replaced).made
    kept = timedelta(days=DEVICE_DAYS + ENVELOPE_DAYS)
    assert ring.rotate(replaced + kept - timedelta(seconds=1)).deleted == ()
    assert ring.rotate(replaced + kept).deleted == (old.id,)
    assert old.id not in {key.id for key in ring.keys()}
    assert second.id in {key.id for key in ring.keys()}
    assert not [path for path in (tmp_path / "sealing").iterdir() if old.id in path.name]
    with pytest.raises(UnknownKeyError):
        ring.opened(sealed(old, WORDS))


def test_rotations_in_the_same_second_keep_their_order(ring):
    made = [ring.rotate(NOW + timedelta(microseconds=n)).made.id for n in range(3)]
    assert [key.id for key in ring.keys()] == made
