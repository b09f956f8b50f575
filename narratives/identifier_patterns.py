"""Patterns of things that show who somebody is: numbers, addresses and dates of the United Kingdom.

Every pattern is written in what Python's and JavaScript's regular expressions share, without looking behind, and
takes a time that grows in step with the text: each repetition has a bound and begins in one way only.
"""

from __future__ import annotations

from dataclasses import dataclass

INSURANCE, NHS, POSTCODE, PHONE, EMAIL = "insurance", "nhs", "postcode", "phone", "email"
PLATE, BIRTH, ADDRESS, NUMBER, PROFILE = "plate", "birth", "address", "number", "profile"

# What may stand right before and after: no letter or digit. A phone number is one even when a word is stuck to it.
EDGES = {"": "[A-Za-z0-9]", PHONE: "[0-9]"}

_AREAS = (
    "A[BL]|B[ABDHLNRST]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?"
    "|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE|BX"
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|[mf]awrth|ebrill|[mf]ai|[mf]ehefin|g?orffennaf|awst|[mf]edi|hydref"
    "|[td]achwedd|rh?agfyr)"
)
_DAY = "(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)?"
_YEAR = "(?:(?:19|20)[0-9]{2}|['’]?[0-9]{2}(?![0-9:]))"
_NUMERIC = "(?:{})".format(
    "|".join(
        f"[0-3]?[0-9] ?{mark} ?[0-3]?[0-9] ?{mark} ?(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}})"
        for mark in ("/", "-", "[.]", "\\\\")
    )
)
_ISO = "(?:19|20)[0-9]{2}[/.-][01]?[0-9][/.-][0-3]?[0-9]"
_WORDED = f"{_DAY}(?: day)?(?: of?)?[ /.-]?{_MONTH}[,.]?[ /-]?{_YEAR}"
_MONTH_FIRST = f"{_MONTH}[.]? (?:the )?{_DAY},? {_YEAR}"
_BIRTH = "(?:born|d[. ]?o[. ]?b|birth|birth ?date|birth ?day|b-?day|[ag]anwyd|aned|geni|m?[hp]h?en-?blwydd)"
_TO_BIRTH = "[^0-9\\n]{0,25}"
_ROADS = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|cres|terrace|gardens|gdns|grove|mews|walk|way|place|court|square"
    "|hill|row|rise|view|green|park|parade|villas|heights|house|buildings|mansions|lodge|wynd|loan|brae|gate|heol|stryd|ffordd|pk|cl|tce|terr|sq|ct|bldgs|path|circus|quay|wharf|cottages|court|croft|bank|fold|yard|crest|dale|dr|tower|towers|point|dock|flats|estate|farm|cottage"
)
_ROAD = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _ROADS.split("|"))
_SIDE = "(?: (?:East|West|North|South))?"
# What the names of Welsh streets begin with.
_WELSH = (
    "Heol|Stryd|Ffordd|L[oô]n|Maes|Llys|Bron|Cae|Clos|Rhodfa|Tan|Coed|Bryn|Rhes|Plas|Parc|Gerddi|Cwrt|Dan|Pen|Trem|Cilgant"
    "|Teras|Tai|Nant|Glan|Erw|Rhiw|Allt|D[oô]l|Hafod|Hendre|Min|Porth|Rhos|Sgw[aâ]r|Waun|Pant|Tir|Ger"
)
_SMALL_ROAD = (
    "street|road|rd|avenue|ave|lane|close|drive|crescent|cres|terrace|gardens|grove|court|row|way|hill|view|place|park"
    "|st|mews"
)
_PLAIN_ROAD = "street|road|rd|avenue|ave|lane|close|drive|crescent|terrace|gardens|grove|mews"
# How the names of roads of one word end.
_ENDS = "way|gate|side|croft|fields?|dale|garth|mead|brook|wood|lea|hurst|bank"
_PART, _SMALL_PART = "[A-Z][A-Za-z'’-]{0,20}[.]?", "[a-z][a-z'’-]{1,20}"
_NUMBER = "[0-9]{1,3}(?:[/-][0-9]{1,3})?[A-Za-z]?"
_FLAT = "(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit|[Rr]oom|[Bb]lock) [0-9]{1,3}[A-Za-z]?,? "
_CALL = (
    "(?:call|called|ring|rang|phone|phoned|text|texted|mobile|mob|tel|telephone|whatsapp|landline|number is|number's"
    "|number:|(?:my|his|her|their) number)"
)
_MAIL = "(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|btinternet|sky|virginmedia|talktalk|protonmail)"
_SITES = "facebook|fb|instagram|tiktok|twitter|linkedin|youtube|snapchat|threads|linktr|onlyfans|twitch"
_TEN = "[0-9](?:[ .-]{0,3}[0-9]){9}"
_INWARD = "[0-9] ?[ABD-HJLNP-UW-Z]{2}"
_PAPERS = (
    "ref|reference|case|claim|crime|incident|log|prison|custody|passport|licen[cs]e|policy|account|acc|a/c|hospital|patient"
    "|tenancy|crn|pnc|brp|urn|visa|membership|payroll|staff|badge|card|prescription"
)
_PAIRS = "[A-Z][ ./-]?[A-Z](?:[ ./-]{0,3}[0-9]){6}"
_AT, _DOT = " ?[([ {<]at[)\\] }>] ?", " ?[([ {<]dot[)\\] }>] ?"
_LOCAL = f"[A-Z0-9._%+-]{{1,64}}(?:{_DOT}[A-Z0-9_%+-]{{1,30}}){{0,2}}"
_DOMAIN = "[A-Z0-9-]{1,63}(?: ?\\.[A-Z0-9-]{1,63}){0,4}"
_SPACED = "[0-3]?[0-9] [0-3]?[0-9] (?:[0-9]{4}|[0-9]{2})|[0-3][0-9][01][0-9](?:[0-9]{4}|[0-9]{2})"
_NO_YEAR = f"{_DAY}(?: of?)?[ /.-]?{_MONTH}(?:[ -]?{_YEAR})?|{_MONTH} (?:the )?{_DAY}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a kind.

    What counts is the last group, which ends the match; without a group the whole match. `needs` is a quick look at
    whether the text holds anything of the sort. No letter or digit may stand right before or after; `check` names a
    further rule. With `any_case` capitals and small letters are alike.
    """

    kind: str
    pattern: str
    needs: str = "[0-9]"
    check: str = ""
    any_case: bool = False


PATTERNS = (
    Pattern(
        EMAIL, f"[A-Z0-9._%+'’-]{{1,64}} ?(?:[(]|\\[)?@(?:[)]|\\])? ?{_DOMAIN} ?[.,][A-Z]{{2,24}}", "@", any_case=True
    ),
    Pattern(EMAIL, "[A-Z0-9._%+-]{2,64}@[A-Z][A-Z0-9-]{1,62}", "@", any_case=True),
    Pattern(EMAIL, f"{_LOCAL}(?:{_AT}|@)[A-Z0-9-]{{2,40}}(?:{_DOT}[A-Z]{{2,10}}){{1,3}}", "dot", any_case=True),
    Pattern(EMAIL, f"{_LOCAL}{_AT}{_MAIL}(?:(?:\\.|{_DOT})(?:com|co\\.uk))?", "at", any_case=True),
    Pattern(EMAIL, f"{_LOCAL} ?[([{{<] ?at ?[)\\]}}>] ?{_DOMAIN}\\.[A-Z]{{2,24}}", "at", any_case=True),
    Pattern(
        PROFILE,
        f"(?:https?://)?(?:www[.]|m[.])?(?:{_SITES}|x|t)[.](?:com|me|net|tv|ee)/[A-Z0-9._~:/?#@!$&',;=+%-]{{1,150}}",
        "/",
        any_case=True,
    ),
    Pattern(
        EMAIL,
        f"(?:mail|bost|address)(?: (?:is|me|him|her|to|us)){{0,2}}:? ({_LOCAL} at {_DOMAIN}\\.[A-Z]{{2,24}})",
        " at ",
        any_case=True,
    ),
    Pattern(PROFILE, "@[A-Z_][A-Z0-9_.]{1,29}", "@", any_case=True),
    Pattern(
        PROFILE,
        f"(?:{_SITES}|insta|snap|kik|discord|psn|xbox)(?: (?:is|name|user ?name|handle|account|as|at|under)){{0,3}}"
        "[ :=]{1,3}([A-Z]{1,20}(?:[0-9_]|[.][A-Z0-9_])[A-Z0-9_]{0,20})",
        any_case=True,
    ),
    Pattern(INSURANCE, f"{_PAIRS}[ ./-]{{0,3}}[A-D]", any_case=True),
    Pattern(
        INSURANCE,
        f"(?:insurance|nino|ni)(?: (?:number|num|no))?[.:]?(?: (?:is|was))?[ :-]{{0,2}}({_PAIRS})",
        any_case=True,
    ),
    Pattern(NUMBER, "[A-Z9]{5}[ -]?[0-9]{6}[ -]?[A-Z0-9]{5}", any_case=True),
    Pattern(NUMBER, "3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}"),
    Pattern(
        POSTCODE,
        "(?:post ?code|cod ?post)(?: (?:is|was|yw|ydi)|[ :=-]){0,4} ?"
        "([A-Z]{1,2} ?[0-9][0-9A-Z]?[ .,-]{0,3}[0-9O] ?[A-Z]{2})",
        any_case=True,
    ),
    Pattern(POSTCODE, f"[A-Z]{{1,2}}[0-9][0-9A-Z]?[ .,-]{{0,3}}{_INWARD}"),
    Pattern(POSTCODE, "[A-Z]{2}[0-9][0-9A-Z]?[ .-]{0,2}[0-9] ?[A-Za-z]{2}", check="no_ordinal"),
    Pattern(POSTCODE, f"(?:{_AREAS})[0-9][0-9A-Z]?[ .-]{{0,3}}{_INWARD}", check="postcode", any_case=True),
    Pattern(POSTCODE, f"(?:{_AREAS}) [0-9][0-9A-Z]?[ -]{{0,3}}{_INWARD}", check="postcode", any_case=True),
    Pattern(POSTCODE, "BFPO ?[0-9]{1,4}", any_case=True),
    Pattern(BIRTH, _ISO, check="date"),
    Pattern(BIRTH, _NUMERIC, check="date"),
    Pattern(BIRTH, _WORDED, any_case=True),
    Pattern(BIRTH, _MONTH_FIRST, any_case=True),
    Pattern(
        BIRTH,
        f"{_BIRTH}{_TO_BIRTH}({_NUMERIC}|{_SPACED}|{_NO_YEAR}|[0-3]?[0-9][/.-][01]?[0-9])",
        "[Bb]|[Gg]|[Aa]ned",
        any_case=True,
    ),
    Pattern(BIRTH, f"{_BIRTH}{_TO_BIRTH}(?:19|20)[0-9]{{2}}[^0-9\\n]{{0,12}}({_NO_YEAR})", any_case=True),
    Pattern(BIRTH, f"turn(?:ed|s)? [0-9]{{1,3}} on (?:the )?({_NO_YEAR})", "turn", any_case=True),
    Pattern(NUMBER, "[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[ ,/]{1,3}[0-9]{8})?"),
    Pattern(NUMBER, "[0-9]{4}(?:[ .-]{0,2}[0-9]{4}){3}"),
    Pattern(NUMBER, "[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?", check="many_digits"),
    Pattern(NUMBER, "(?:sort(?: ?code)?|s/c)[^0-9\n]{0,12}([0-9]{2}[ .-]?[0-9]{2}[ .-]?[0-9]{2})", any_case=True),
    Pattern(PHONE, "(?:\\+|00) ?[1-9][0-9]{0,2}(?:[ .()/-]{0,3}[0-9]){7,12}"),
    Pattern(PHONE, "44[ .-]?[17](?:[ .()/-]{0,3}[0-9]){9}"),
    Pattern(PHONE, "\\(?0[ .()/-]{0,2}[1-9](?:[ .()/-]{0,3}[0-9]){8,9}"),
    Pattern(PHONE, "[Oo0]7(?:[ .-]{0,2}[0-9Oo]){9}"),
    Pattern(PHONE, "0[1-9](?:[ .()-]{0,3}[0-9]){8,9} ?(?:/ ?|or |and |& ?)([0-9]{5,6})"),
    Pattern(NHS, _TEN, check="nhs"),
    Pattern(NHS, f"(?:nhs|hospital|chi)[^0-9\n]{{0,25}}({_TEN})", any_case=True),
    Pattern(PHONE, "7[0-9](?:[ .-]{0,2}[0-9]){8}"),
    Pattern(PHONE, f"{_CALL}[^0-9\n+]{{0,25}}([0-9](?:[ .-]?[0-9]){{6,11}})", any_case=True),
    Pattern(PLATE, "[A-Z]{2}[0-9]{2}[ -]?[A-Z]{3}"),
    Pattern(PLATE, "[A-Z]{2}[ -]?[0-9]{2}[ -]?[A-Z]{3}", check="plate"),
    Pattern(PLATE, "[A-Z]{2}[0-9]{2}[ -]?[A-Z]{3}", check="plate", any_case=True),
    Pattern(PLATE, "[a-hj-pr-y]{2} [0-9]{2} ?[a-hj-pr-z]{3}", check="plate"),
    Pattern(PLATE, "[A-HJ-NPR-TV-Y] ?[0-9]{1,3}[ -]?[A-Z]{3}", check="plate"),
    Pattern(PLATE, "[a-hj-npr-tv-y][0-9]{2,3}[a-z]{3}", check="plate"),
    Pattern(PLATE, "[A-Z]{3}[ -]?[0-9]{1,3}[A-Z]", check="plate"),
    Pattern(PLATE, "[a-z]{3}[0-9]{2,3}[a-hj-npr-y]", check="plate"),
    Pattern(PLATE, "[A-Z](?:[A-Z]Z|I[A-Z]) ?[0-9]{3,4}", check="plate"),
    Pattern(
        PLATE,
        "(?:reg|registration|registered|plates?)(?: (?:number|no|is|was|it|said|mark|plate)){0,3}[ :,.=(-]{1,3}"
        "([A-Z]{2}[ -]?[0-9]{2}[ -]?[A-Z]{3}|[A-Z][ -]?[0-9]{1,3}[ -]?[A-Z]{3}|[A-Z]{1,3} ?[0-9]{1,4}"
        "|[0-9]{1,4} ?[A-Z]{1,3})",
        check="plate",
        any_case=True,
    ),
    Pattern(
        PLATE, "[A-Z]{1,3}[0-9]{1,4} ?[A-Z]{0,3}(?= (?:is|was) (?:his|her|my|their|the|its) (?:number ?)?(?:plate|reg))"
    ),
    Pattern(ADDRESS, f"{_NUMBER},? The (?:{_ROAD})s?"),
    Pattern(ADDRESS, f"{_FLAT}(?:{_PART} ){{1,3}}(?:{_ROAD}){_SIDE}"),
    Pattern(ADDRESS, f"(?:{_FLAT})?{_NUMBER},? (?:{_PART} ){{1,3}}(?:{_ROAD}){_SIDE}", check="road"),
    Pattern(
        ADDRESS, f"(?:{_FLAT})?{_NUMBER},? (?:{_WELSH})(?:[ -](?:[Yy]r?|ar|wen))?(?:[ -]{_PART}){{1,2}}", check="road"
    ),
    Pattern(ADDRESS, f"{_NUMBER},? (?:heol|stryd|ffordd|l[oô]n|clos|rhodfa)(?: yr?)? {_SMALL_PART}"),
    Pattern(ADDRESS, f"{_NUMBER},? the (?:{_PLAIN_ROAD})"),
    Pattern(ADDRESS, f"{_NUMBER},? [A-Z][a-z]{{1,15}}(?:{_ENDS})", check="road"),
    Pattern(
        ADDRESS,
        "(?:live|lives|lived|living|stay|staying|moved|home is|address is)(?: (?:in|at|on|to))? "
        f"({_NUMBER},? (?:{_SMALL_PART} ){{1,2}}(?:{_PLAIN_ROAD}))",
        check="road",
    ),
    Pattern(ADDRESS, f"(?:at|to|in|from|address|is|live) ({_NUMBER},? The {_PART})", check="road"),
    Pattern(ADDRESS, f"(?:{_FLAT})?{_NUMBER},? (?:{_SMALL_PART} ){{1,2}}(?:{_SMALL_ROAD})", check="small_road"),
    Pattern(ADDRESS, f"(?:[Ff]lat|[Aa]partment) [0-9]{{1,3}}[A-Za-z]?,? {_PART}(?: {_PART}){{0,2}}", check="road"),
    Pattern(NUMBER, "[A-Z] ?[0-9]{4} ?[A-Z]{2}", check="plate"),
    Pattern(NUMBER, "[a-z][0-9]{4}[a-z]{2}"),
    Pattern(NUMBER, "[A-Z]{1,2}[0-9]{6,9}[A-Z]?", any_case=True),
    Pattern(NUMBER, "[A-Z]{1,4}[-/]?[0-9]{5,10}[A-Z]?"),
    Pattern(NUMBER, f"(?:{_PAPERS})(?: (?:id|ref|number|no|is|was)){{0,3}}:? ([A-Z]{{2,4}}[ /-]?[0-9]{{3,8}})"),
    Pattern(NUMBER, "[0-9]{2}(?:[0-9]{2})?/[0-9]{4,7}[A-Z]", any_case=True),
    Pattern(NUMBER, "[0-9]{3,4}(?:-[0-9]{3,4}){2,3}|[0-9]{8,20}"),
    Pattern(
        NUMBER,
        f"(?:{_PAPERS})(?: (?:id|ref|reference|number|num|no|nr|code|is|was|it's|my)){{0,4}}[.:=#]{{0,2}} ?"
        "([A-Z]{0,4}[ /-]?[0-9](?:[ /-]?[0-9]){4,14}[A-Z]{0,3})",
        any_case=True,
    ),
)
