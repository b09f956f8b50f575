"""The application with people who see parts of it, and every address of staff filled in for them."""

from pathlib import Path

from flask import Flask

from narratives.roles import Grant, Role
from tests import route_lists
from tests.people import Person, make_app
from tests.web.far_and_near import MINE, Things, add_limited, open_far, open_near
from web.access import EVERYONE


class World:
    """The application, what lies in one's own group, in another one, and in another collection; and who looks."""

    def __init__(self, folder: Path) -> None:
        self.app: Flask = make_app(folder)
        near, self.mine, self.theirs = open_near(self.app)
        self.far = open_far(self.app, near.framework)
        add_limited(self.app, "lim", *(Grant(role, "plot", MINE) for role in Role))
        add_limited(self.app, "near", *(Grant(role, "plot") for role in Role))
        add_limited(self.app, "els", *(Grant(role, self.far.ids["collection_id"]) for role in Role))
        add_limited(
            self.app, "two", Grant(Role.PRACTITIONER, "plot"), Grant(Role.MANAGER, self.far.ids["collection_id"])
        )
        add_limited(self.app, "mix", Grant(Role.MEMBER, "plot"), Grant(Role.MANAGER, "plot", MINE))
        names = ("lim", "near", "els", "two", "mix", "ada")
        self.people = {name: Person(self.app, name) for name in names}


def staff_routes(app: Flask) -> list[tuple[str, str, str]]:
    """Each method, address and endpoint that asks for a sign-in."""
    return [
        (method, rule.rule, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and EVERYONE not in getattr(app.view_functions[rule.endpoint], "roles", ())
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def names_in(path: str) -> set[str]:
    return {part.split(">")[0].split(":")[-1] for part in path.split("<")[1:]}


def filled(path: str, things: Things) -> str:
    return route_lists.filled(things.put_in(path))


def asked(person: Person, method: str, path: str, **fields: str):
    return person.get(path) if method == "GET" else person.post(path, fields)


def text_of(answer) -> str:
    return answer.get_data().decode("utf-8", "replace").casefold()  # some answers are PDF
