"""Likely names of people in a text: by lists, by what stands beside a word, and by capitals within a sentence.

The same rules run in the browser, in `static/js/name-rules.js`, on the same lists: change both, and
`tests/journeys/test_spotting.py` compares them.
"""

from __future__ import annotations

import re

from narratives.name_lists import NameLists
from narratives.name_tokens import Token, tokens_of

# Between a word such as "neighbour" and the name: nothing but a blank, a comma, a dash or an opening mark.
BESIDE = re.compile("[ ,('\"‘“-]{1,3}")
JOINED = re.compile(" | ?- ?")
AFTER_INITIAL = re.compile("[.]? ?")
AFTER_TITLE = re.compile("[.]? ")
ALSO = re.compile(" & |, ?")
MOST_WORDS = 5
# The contexts whose words are themselves no names.
OF_PEOPLE_AND_BODIES = ("titles", "ranks", "relations", "bodies")


def likely_names(text: str, lists: NameLists) -> list[tuple[int, int]]:
    """Where in a text the likely names stand, from left to right, never overlapping."""
    return _Search(tokens_of(text), lists).names()


class _Search:
    """One walk over the words of a text."""

    def __init__(self, tokens: list[Token], lists: NameLists) -> None:
        self.tokens = tokens
        self.lists = lists
        self.near = lists.contexts
        self.last = -9  # the last word of the name that was found before

    def names(self) -> list[tuple[int, int]]:
        found = []
        place = 0
        while place < len(self.tokens):
            if not self.begins_name(place):
                place += 1
                continue
            end = self.end_of_name(place)
            if not self.is_of_place(place, end):
                found.append((self.tokens[self.with_initials(place)].start, self.tokens[end].end))
                self.last = end
            place = end + 1
        return found

    def begins_name(self, place: int) -> bool:
        token = self.tokens[place]
        if token.initial or (token.fold in self.near["never"] and not token.cap):
            return False
        if self.is_introduced(place):
            return True
        if self.is_sure(token):
            return not (token.shout and len(token.text) < 4)
        if not token.cap:
            return self.speaks(place)
        if token.shout or token.headline or token.fold in self.near["saints"]:
            return False
        return self.opens_with_name(place) if token.first else self.is_capital_name(place)

    # --- by what stands before ------------------------------------------------------------------------------

    def is_introduced(self, place: int) -> bool:
        """After a title, a relation, "called" or another name."""
        token, before = self.tokens[place], self.at(place - 1)
        if before is None or token.first and before.fold not in self.near["titles"]:
            return False
        if before.fold in self.near["titles"] and AFTER_TITLE.fullmatch(token.gap):
            return self.could_be_family_name(token)
        if self.is_next_in_list(place):
            return self.lists.is_given(token.fold) or token.cap and self.is_uncommon(token)
        if BESIDE.fullmatch(token.gap) is None:
            return False
        return self.is_presented(token, place)

    def is_next_in_list(self, place: int) -> bool:
        """Whether it stands in a list behind a name that was found: Karen and Mark."""
        token, before = self.tokens[place], self.tokens[place - 1]
        if self.last == place - 2:
            return before.fold in {"and", "or"} and token.gap == " "
        return self.last == place - 1 and ALSO.fullmatch(token.gap) is not None and token.cap

    def is_presented(self, token: Token, place: int) -> bool:
        before = self.tokens[place - 1].fold
        if before in self.near["called"]:
            return self.is_known(token) or self.is_uncommon(token) and (token.cap or self.names_person(place - 2))
        if (
            before in self.near["greetings"]
            or before == "names"
            or before == "is"
            and self.follows(place, "my", "name")
        ):
            return token.cap and (self.lists.is_given(token.fold) or self.is_uncommon(token))
        relation = before in self.near["relations"] or before.removesuffix("s") in self.near["relations"]
        rank = before in self.near["ranks"]
        if token.cap and not token.shout and (relation or rank):
            return self.lists.is_given(token.fold) or self.is_uncommon(token) or rank and self.is_known(token)
        return relation and token.gap == " " and self.lists.is_given(token.fold) and self.is_ours(place - 1)

    def could_be_family_name(self, token: Token) -> bool:
        if token.cap:
            return self.is_known(token) or not self.lists.is_ordinary(token.fold)
        return len(token.text) > 1 and (self.lists.is_surname(token.fold) or not self.lists.is_ordinary(token.fold))

    def names_person(self, place: int) -> bool:
        token = self.at(place)
        return token is not None and (token.fold in self.near["relations"] or token.fold in {"someone", "somebody"})

    def is_ours(self, place: int) -> bool:
        """Whether a relation is somebody's: "my son mark", but not "every teacher mark"."""
        return any(
            token is not None and token.fold in {"my", "our", "his", "her", "their", "your", "uncle", "auntie", "aunty"}
            for token in (self.at(place), self.at(place - 1), self.at(place - 2))
        )

    def follows(self, place: int, *words: str) -> bool:
        """Whether these words stand before the word that stands before this place."""
        before = self.tokens[max(0, place - 1 - len(words)) : place - 1]
        return [token.fold for token in before] == list(words)

    # --- by capitals ----------------------------------------------------------------------------------------

    def is_capital_name(self, place: int) -> bool:
        """A capital inside a sentence, of a word that is no ordinary word and no place."""
        token, before = self.tokens[place], self.tokens[place - 1].fold
        if token.fold in self.near["calendar"] or before in self.near["saints"]:
            return token.fold in self.near["calendar"] and self.at_work(place, "speech")
        if self.lists.is_given(token.fold):
            return before not in self.near["place_before"] and before not in self.near["articles"]
        if self.is_plain(token):
            return False
        return before not in self.near["place_before"] and before != "the"

    def opens_with_name(self, place: int) -> bool:
        """The first word of a sentence: a name when somebody does something, or when a family name follows."""
        token = self.tokens[place]
        if not self.lists.is_given(token.fold) and self.is_plain(token):
            return False
        following = self.at(place + 1)
        if following is None or len(token.text) < 2:
            return False
        if self.at_work(place, "speech" if token.fold in self.near["calendar"] else "deeds"):
            return True
        if not following.cap or following.first or following.shout or following.gap != " ":
            return False
        if following.fold in self.near["bodies"] or token.fold in self.near["calendar"]:
            return False
        return self.lists.is_surname(following.fold) or self.is_sure(following) or not self.is_plain(following)

    def at_work(self, place: int, deeds: str = "deeds") -> bool:
        """Whether the next word is what people do, or the next words are "and I"."""
        following = self.at(place + 1)
        if following is None or following.first or following.gap != " ":
            return False
        if following.fold in {"and", "or"}:
            beyond = self.at(place + 2)
            return beyond is not None and (beyond.text == "I" or self.is_sure(beyond))
        return following.fold in self.near[deeds] and not following.cap

    def speaks(self, place: int) -> bool:
        """A name in small letters that is also a word, where a sentence begins: "mark told me"."""
        token, before, following = self.tokens[place], self.at(place - 1), self.at(place + 1)
        if following is None or following.first or following.fold not in self.near["speech"]:
            return False
        begins = token.first or before is not None and before.fold in self.near["joints"]
        return begins and self.lists.is_given(token.fold)

    # --- how far --------------------------------------------------------------------------------------------

    def end_of_name(self, place: int) -> int:
        """The last word that belongs to the name which begins here."""
        end = place
        while end - place < MOST_WORDS:
            step = self.steps_on(end, place)
            if not step:
                break
            end += step
        return end

    def steps_on(self, end: int, start: int) -> int:
        following, beyond = self.at(end + 1), self.at(end + 2)
        if following is None or following.first:
            return 0
        if following.fold in self.near["particles"] and beyond is not None and beyond.cap and not beyond.first:
            if following.gap == " " and beyond.gap in {" ", "-"} and not self.is_plain(beyond):
                return 2
        behind = self.tokens[end]
        gap = AFTER_INITIAL if behind.initial else JOINED
        if gap.fullmatch(following.gap) is None or following.fold in self.near["calendar"]:
            return 0
        return int(self.continues(following, self.tokens[start]))

    def continues(self, token: Token, first: Token) -> bool:
        if token.initial:
            return token.text != "I"
        if token.cap:
            if token.shout and not first.shout or token.headline and not self.is_known(token):
                return False
            if token.fold in self.near["never"]:
                return False
            return self.lists.is_surname(token.fold) or self.is_sure(token) or not self.is_plain(token)
        if first.cap and not self.is_sure(token):
            return False
        listed = self.lists.is_surname(token.fold) or self.is_sure(token)
        return listed and token.fold not in self.near["never"] and token.fold not in self.near["not_after"]

    def with_initials(self, place: int) -> int:
        """Take in initials that stand before: J. Smith."""
        token, before = self.tokens[place], self.at(place - 1)
        if before is not None and before.initial and before.text not in {"I", "A"} and not token.first:
            return place - 1 if AFTER_INITIAL.fullmatch(token.gap) else place
        return place

    def is_of_place(self, place: int, end: int) -> bool:
        """Whether the word behind, or the last one, makes it a road, a hospital, a council."""
        token, following, before = self.tokens[place], self.at(end + 1), self.at(place - 1)
        named = self.is_sure(token) and token.fold not in self.near["patrons"]
        if following is not None and following.gap == " " and following.fold in self.near["bodies"]:
            if following.cap:
                return True
            if following.fold not in self.near["deeds"]:
                return token.fold in self.near["patrons"] or not self.is_known(token)
        if before is not None and before.cap and before.fold in self.near["saints"] and not token.first:
            return True
        return end > place and self.tokens[end].fold in self.near["bodies"] and not named

    # --- single words ---------------------------------------------------------------------------------------

    def at(self, place: int) -> Token | None:
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def is_sure(self, token: Token) -> bool:
        """A name and hardly ever anything else; of a double name either part will do."""
        if self.lists.is_sure(token.fold.replace("-", "")):
            return True
        parts = token.fold.split("-")
        if len(parts) < 2:
            return False
        return any(self.lists.is_sure(part) for part in parts) and not any(self.near_ordinary(part) for part in parts)

    def near_ordinary(self, word: str) -> bool:
        return self.lists.is_ordinary(word) and not self.lists.is_given(word) and not self.lists.is_surname(word)

    def is_known(self, token: Token) -> bool:
        """On a list of names, perhaps an ordinary word too."""
        return self.is_sure(token) or self.lists.is_given(token.fold) or self.lists.is_surname(token.fold)

    def is_plain(self, token: Token) -> bool:
        """An ordinary word or a place, whatever else it is."""
        return any(self.is_plain_word(part) for part in token.fold.split("-"))

    def is_plain_word(self, word: str) -> bool:
        if self.lists.is_ordinary(word) or self.lists.is_place(word):
            return True
        alone = word.removesuffix("s")
        return any(word in self.near[name] or alone in self.near[name] for name in OF_PEOPLE_AND_BODIES)

    def is_uncommon(self, token: Token) -> bool:
        return len(token.text) > 2 and not self.is_plain(token)
