"""A board on which people gather what was said: interpretations into perspectives, observations into themes.

A column is a cluster. What is in none of them lies in the first column, which has no name and no order of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from narratives.errors import NotFoundError
from narratives.observation import Cluster, ClusterKind

LOOSE = ""  # the column of what nobody has gathered yet
MOST_CLUSTERS = 40


@dataclass(frozen=True, slots=True)
class Board:
    """What is gathered in a collection at one revision, its clusters from the left; revision 0 is an empty board."""

    collection: str
    kind: ClusterKind
    clusters: tuple[Cluster, ...] = ()
    revision: int = 0

    def cluster(self, cluster_id: str) -> Cluster:
        """Raises NotFoundError."""
        for one in self.clusters:
            if one.id == cluster_id:
                return one
        raise NotFoundError("cluster", cluster_id)

    def column_of(self, member: str) -> str:
        """The id of the cluster that something is in; LOOSE where it is in none."""
        return next((one.id for one in self.clusters if member in one.members), LOOSE)

    def loose(self, everything: Iterable[str]) -> list[str]:
        """Those that nobody has gathered, in the order given."""
        gathered = {member for one in self.clusters for member in one.members}
        return [one for one in everything if one not in gathered]


def placed(board: Board, member: str, to: str, place: int | None = None) -> Board:
    """Put something into a column, at a place counted from 0; below all others without one.

    Raises NotFoundError where there is no such column.
    """
    taken_out = replace(board, clusters=tuple(_without(one, member) for one in board.clusters))
    if to == LOOSE:
        return taken_out
    members = list(taken_out.cluster(to).members)
    members.insert(len(members) if place is None else max(0, min(place, len(members))), member)
    return _with(taken_out, replace(taken_out.cluster(to), members=tuple(members)))


def nudged(board: Board, member: str, way: str) -> Board:
    """Move something one place `up` or `down` in its column, or to the column to the `left` or `right`.

    The same board where there is nowhere to go.
    """
    columns = [LOOSE, *(one.id for one in board.clusters)]
    column = board.column_of(member)
    if way in {"left", "right"}:
        to = columns.index(column) + (1 if way == "right" else -1)
        return placed(board, member, columns[to]) if 0 <= to < len(columns) else board
    if column == LOOSE:
        return board
    members = board.cluster(column).members
    to = members.index(member) + (1 if way == "down" else -1)
    return placed(board, member, column, to) if 0 <= to < len(members) else board


def with_cluster(board: Board, name: str, note: str = "", *, workshop: str = "", member: str = "") -> Board:
    """Begin a cluster at the right, with its first member where there is one."""
    cluster = Cluster(secrets.token_hex(16), board.collection, board.kind, name, note, (), workshop=workshop)
    begun = replace(board, clusters=_numbered([*board.clusters, cluster]))
    return placed(begun, member, cluster.id) if member else begun


def renamed(board: Board, cluster_id: str, name: str, note: str) -> Board:
    """Give a cluster another name and note. Raises NotFoundError."""
    return _with(board, replace(board.cluster(cluster_id), name=name, note=note))


def dissolved(board: Board, cluster_id: str) -> Board:
    """Take a cluster away: what was in it is gathered nowhere. Raises NotFoundError."""
    gone = board.cluster(cluster_id)
    return replace(board, clusters=_numbered([one for one in board.clusters if one.id != gone.id]))


def shifted(board: Board, cluster_id: str, by: int) -> Board:
    """Move a whole cluster to the left (-1) or right (1). Raises NotFoundError."""
    ids = [one.id for one in board.clusters]
    place = ids.index(board.cluster(cluster_id).id)
    if not 0 <= place + by < len(ids):
        return board
    clusters = list(board.clusters)
    clusters.insert(place + by, clusters.pop(place))
    return replace(board, clusters=_numbered(clusters))


def _without(cluster: Cluster, member: str) -> Cluster:
    return replace(cluster, members=tuple(one for one in cluster.members if one != member))


def _with(board: Board, changed: Cluster) -> Board:
    return replace(board, clusters=tuple(changed if one.id == changed.id else one for one in board.clusters))


def _numbered(clusters: Sequence[Cluster]) -> tuple[Cluster, ...]:
    return tuple(replace(one, place=place) for place, one in enumerate(clusters))
