from itertools import chain

import pytest

from narratives.contact_codes import (
    ABSENCES,
    ACCEPTED,
    NEED_REASON,
    OTHER_CONTACTS,
    OTHER_OUTCOMES,
    QUICK_CONTACTS,
    QUICK_OUTCOMES,
    Attendance,
    attendance,
    contact_code,
    contact_label,
    outcome_code,
    outcome_label,
)

CONTACTS = [*QUICK_CONTACTS, *chain.from_iterable(OTHER_CONTACTS.values())]
OUTCOMES = [*(set(QUICK_OUTCOMES) - {ACCEPTED}), *ABSENCES, *chain.from_iterable(OTHER_OUTCOMES.values())]


def test_every_code_is_offered_once_and_has_a_label_of_its_own():
    for codes, label in ((CONTACTS, contact_label), (OUTCOMES, outcome_label)):
        assert len(set(codes)) == len(codes)
        assert len({label(code) for code in codes}) == len(codes)
        assert [code for code in codes if label(code) == code] == []


def test_codes_are_those_of_the_service():
    assert {"COAP", "COPT", "COVC", "CHVS", "C084", "COUP"} <= set(CONTACTS)
    assert {"ATTC", "AFTC", "AFTA", "UAAB", "AACL", "AAEM", "AAFC", "AAHO", "AAME", "AARE", "AARC"} <= set(OUTCOMES)
    assert set(OUTCOMES) >= NEED_REASON


@pytest.mark.parametrize(
    ("typed", "code"), [("COPT", "COPT"), ("copt", "COPT"), ("office", "COAP"), ("pigeon", ""), ("", ""), ("ATTC", "")]
)
def test_a_contact_is_meant_by_its_code_or_by_the_word_from_before(typed, code):
    assert contact_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"), [("attc", "ATTC"), ("complied", "ATTC"), ("unacceptable", "UAAB"), ("acceptable", ""), ("", "")]
)
def test_an_outcome_is_meant_by_its_code_or_by_the_word_from_before(typed, code):
    assert outcome_code(typed) == code


def test_labels_say_what_records_from_before_the_codes_hold_too():
    assert outcome_label("AAME") == "Acceptable absence: medical"
    assert (contact_label("office"), outcome_label("acceptable")) == ("Office", "Acceptable absence")
    assert (contact_label("X9"), outcome_label("X9")) == ("X9", "X9")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("ATTC", Attendance.ATTENDED),
        ("not_complied", Attendance.ATTENDED),
        ("AAME", Attendance.ACCEPTED),
        ("acceptable", Attendance.ACCEPTED),
        ("AFTA", Attendance.ABSENT),
        ("unacceptable", Attendance.ABSENT),
        ("RSSR", Attendance.MOVED),
        ("CO40", Attendance.NO_SAYING),
    ],
)
def test_an_outcome_says_whether_the_session_took_place(code, says):
    assert attendance(code) is says
