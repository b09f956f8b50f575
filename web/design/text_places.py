"""Where a text stands in the questions, in words for whoever translates or mends it."""

from __future__ import annotations

from narratives.framework import Framework

_OWN = {
    "title": "Title",
    "prompting_question": "What tellers are asked for",
    "introduction": "Introduction",
    "group_question": "Question about the group",
    "read_by": "Who reads the stories",
}


def place_of(framework: Framework, key: str) -> str:
    """Where the text of a key stands (`framework_texts`, `collection_texts`)."""
    if key in _OWN:
        return _OWN[key]
    first, _, rest = key.partition(".")
    match first:
        case "prompt":
            return "A beginning to choose from"
        case "hearer":
            return "Who should hear it"
        case "branch":
            return "Introduction of further questions" if rest.endswith(".introduction") else "Further questions"
        case "signpost":
            return "When help is there" if rest.endswith(".when") else "Where to find help"
    titles = {signifier.id: signifier.title for signifier in framework.signifiers}
    return f"An answer of “{titles.get(first, first)}”" if rest else "A question"
