import struct

from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, TriadAnswer
from narratives.codes import NOT_ANSWERED, NOT_APPLICABLE, layout, pack
from narratives.triangle import cell_of
from tests.builders import make_framework


def unpacked(codes: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(codes) // 2}H", codes)


def test_each_signifier_takes_its_slots_in_the_frameworks_order():
    assert [(name, slot.start, slot.width) for name, slot in layout(make_framework()).items()] == [
        ("mood", 0, 1),
        ("say", 1, 1),
        ("role", 2, 1),
        ("wish", 3, 2),
    ]


def test_answers_become_cells_ten_thousandths_places_and_bits():
    answers = (
        TriadAnswer("mood", (0.2, 0.5, 0.3), "tap"),
        DyadAnswer("say", 0.25, "tap"),
        ChoiceAnswer("role", ("picker",)),
        ChoiceAnswer("wish", ("w1", "w13")),
    )
    assert unpacked(pack(make_framework(), answers)) == (cell_of((0.2, 0.5, 0.3)), 2500, 1, 0b10, 0b10)


def test_not_applicable_and_not_answered_are_different_codes():
    codes = unpacked(pack(make_framework(), [NotApplicable("mood")]))
    assert codes[0] == NOT_APPLICABLE
    assert set(codes[1:]) == {NOT_ANSWERED}
