"""How old somebody usually is in England who reads a text with ease, by the letters of its words and their number.

The Automated Readability Index (Smith & Senter 1967, "Automated Readability Index", AMRL-TR-66-220, Wright-Patterson
Air Force Base): 4.71 letters a word + 0.5 words a sentence - 21.43 is a grade of United States schools, which somebody
enters five years after they were born and so many years more. It was fitted to pages of 500 words and more. A single
question is far shorter, and one long word moves it by years: all texts of a framework are therefore read together,
and below `FEWEST_WORDS` nothing is said. It counts letters and knows no meaning: a short rare word passes for easy.
It was fitted to English. Welsh words are spelt longer (dd, ll, ch are one sound each) and change their beginnings:
for Welsh, or any other language, there is no figure here, and none should be made of this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FEWEST_WORDS = 60
_FIRST_GRADE_AGE = 5
_YOUNGEST = 5
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_ENDS = re.compile(r"[.!?…:;]+")


def reading_age(texts: Iterable[str], language: str = "en") -> int | None:
    """In years; None for too few words and for another language than English. Each text ends a sentence.

    >>> reading_age(["The dog ran to the gate. It was shut."] * 10)
    5
    >>> reading_age(["What happened?"]) is None, reading_age(["Beth ddigwyddodd?"] * 60, "cy") is None
    (True, True)
    """
    if language.partition("-")[0] != "en":
        return None
    words, letters, sentences = 0, 0, 0
    for text in texts:
        for sentence in _SENTENCE_ENDS.split(text):
            found = _WORDS.findall(sentence)
            words += len(found)
            letters += sum(character.isalnum() for word in found for character in word)
            sentences += bool(found)
    if words < FEWEST_WORDS:
        return None
    grade = 4.71 * letters / words + 0.5 * words / sentences - 21.43
    return max(_YOUNGEST, round(grade) + _FIRST_GRADE_AGE)
