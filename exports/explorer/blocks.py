"""The compressed blocks that the page carries: columns of numbers, or JSON, deflated and written as base64.

A block of columns is a header of JSON (its length before it, 4 bytes, little-endian) and the columns after it, each
starting at a multiple of 4 bytes. The header lists name, type (u8, u16, u32), length and whether it holds differences.
"""

import base64
import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LEVEL: Final = 9


def json_block(value: Any) -> str:
    """JSON, deflated, as base64."""
    return _packed(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def column_block(columns: Mapping[str, NDArray[Any]], sorted_columns: frozenset[str] = frozenset()) -> str:
    """Columns of whole numbers >= 0, each in the smallest type that holds it; sorted ones as differences."""
    header: list[list[Any]] = []
    parts: list[bytes] = []
    for name, column in columns.items():
        numbers = column.astype(np.int64)
        is_delta = name in sorted_columns
        if is_delta:
            numbers = np.diff(numbers, prepend=0)
        kind = _kind(int(numbers.max(initial=0)))
        content = numbers.astype(kind).tobytes()
        header.append([name, f"u{8 * kind.itemsize}", len(numbers), int(is_delta)])
        parts.append(content + b"\0" * (-len(content) % 4))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return _packed(struct.pack("<I", len(text)) + text + b"".join(parts))


def _kind(largest: int) -> np.dtype[Any]:
    return np.dtype("<u1" if largest < 1 << 8 else "<u2" if largest < 1 << 16 else "<u4")


def _packed(content: bytes) -> str:
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return base64.b64encode(compressor.compress(content) + compressor.flush()).decode()
