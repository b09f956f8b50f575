"""Python runs this when its folder is on PYTHONPATH: stores that sync less than ours, to show that a rig notices."""

import sqlite3
from functools import partial


class _Weakened(sqlite3.Connection):
    def execute(self, sql, *parameters):
        return super().execute(sql.replace("synchronous = full", "synchronous = normal"), *parameters)


sqlite3.connect = partial(sqlite3.connect, factory=_Weakened)
