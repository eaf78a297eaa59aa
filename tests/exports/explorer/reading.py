"""Reads an explorer page as its program does."""

import base64
import json
import re
import struct
import zlib

import numpy as np


def block(text, name):
    """The bytes of a block of the page."""
    content = re.search(rf'id="block-{name}">([^<]*)</script>', text).group(1)
    return zlib.decompress(base64.b64decode(content, validate=True), -zlib.MAX_WBITS)


def read_json(text, name):
    """A block of JSON."""
    return json.loads(block(text, name))


def read_columns(text, name):
    """A block of columns, by name."""
    data = block(text, name)
    (size,) = struct.unpack_from("<I", data)
    offset, columns = 4 + size, {}
    for title, kind, length, is_delta in json.loads(data[4 : 4 + size]):
        column = np.frombuffer(data, f"<{kind[0]}{int(kind[1:]) // 8}", length, offset).astype(np.int64)
        offset += -(-length * int(kind[1:]) // 8 // 4) * 4
        columns[title] = np.cumsum(column) if is_delta else column
    assert offset == len(data)
    return columns
