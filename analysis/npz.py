"""Arrays as one blob and back, without pickle."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]


def pack(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """The arrays as npz. The same arrays give the same bytes.

    Squeezed only lightly: a large collection's state is written often, and more would take several times as long.
    """
    blob = BytesIO()
    with ZipFile(blob, "w", ZIP_DEFLATED, compresslevel=1) as members:
        for name, array in arrays.items():
            with members.open(ZipInfo(f"{name}.npy"), "w", force_zip64=True) as member:
                np.lib.format.write_array(member, np.asanyarray(array), allow_pickle=False)
    return blob.getvalue()


def unpack(blob: bytes) -> Arrays:
    """The arrays that `pack` made a blob of. Raises ValueError for pickled objects, which are never read."""
    with np.load(BytesIO(blob), allow_pickle=False) as found:
        return {name: found[name] for name in found.files}


def pack_vectors(vectors: npt.NDArray[np.float32]) -> list[bytes]:
    """Each row (n, d) as little-endian float16."""
    return [row.tobytes() for row in np.asarray(vectors, dtype="<f2")]


def unpack_vectors(blobs: list[bytes]) -> npt.NDArray[np.float32]:
    """The rows (n, d) that `pack_vectors` made; (0, 0) for none."""
    if not blobs:
        return np.zeros((0, 0), np.float32)
    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1).astype(np.float32)
