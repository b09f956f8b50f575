from narratives.receipt import is_idempotency_key, keyed_hash, normalise_code, receipt_code

SECRET = b"a secret that is long enough for this"


def test_the_same_submission_always_gets_the_same_code():
    assert receipt_code("ab" * 16, SECRET) == receipt_code("ab" * 16, SECRET)
    assert receipt_code("ab" * 16, SECRET) != receipt_code("ac" * 16, SECRET)
    assert receipt_code("ab" * 16, SECRET) != receipt_code("ab" * 16, SECRET + b"!")


def test_a_code_has_six_groups_of_four_letters_that_cannot_be_misread():
    code = receipt_code("ab" * 16, SECRET)
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert not set(code) & set("ILOU")


def test_a_code_typed_with_lookalikes_and_spaces_is_understood():
    code = receipt_code("ab" * 16, SECRET)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert normalise_code(typed) == code


def test_what_cannot_be_a_code_is_empty():
    assert normalise_code("Y8H4") == ""
    assert normalise_code("*" * 24) == ""


def test_the_kept_hash_depends_on_purpose_and_secret():
    assert keyed_hash("receipt", "x", SECRET) != keyed_hash("submission", "x", SECRET)


def test_keys_are_long_hex_and_nothing_else():
    assert is_idempotency_key("0f" * 16)
    assert not is_idempotency_key("0f" * 15)
    assert not is_idempotency_key("0G" * 16)
