"""A JSON file of another program, read whole: refused where it is none, is too large or is nested too deeply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from narratives.errors import ImportRefusedError
from narratives.interchange.table import NOTHING_STORED

MOST_BYTES = 256 * 1024 * 1024


def read_json(path: Path) -> Any:
    """What a file holds. Raises ImportRefusedError, with the line where the file is no JSON."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(f"The file is larger than {MOST_BYTES >> 20} MB; export it in parts")
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise _refused(f"Byte {error.start + 1:,} is not UTF-8; export the file again") from error
    except json.JSONDecodeError as error:
        raise _refused(f"line {error.lineno}: this is not JSON ({error.msg}); export the file again") from error
    except (RecursionError, ValueError) as error:
        raise _refused("The file is nested too deeply or holds a number that is none; export it again") from error


def _no_number(found: str) -> float:
    raise ValueError(found)


def _refused(problem: str) -> ImportRefusedError:
    return ImportRefusedError(f"{problem}. {NOTHING_STORED}")
