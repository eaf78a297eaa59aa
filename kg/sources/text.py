"""Input text made safe to store: one line-end, no invisible breakage, and otherwise as the source gave it."""

import re
import unicodedata

# C0 and C1 controls but tab and newline, and lone surrogates, which UTF-8 cannot hold.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[\u00a0\u2007\u202f\ufeff]")


def storable(text: str) -> str:
    """Text with `\\n` line ends, ordinary spaces for unbreakable ones, NFC letters, and no control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", _BLANKS.sub(" ", text)))


def one_line(text: str) -> str:
    """Stored form of a title: white space collapsed, ends trimmed."""
    return " ".join(storable(text).split())


def paragraph(text: str) -> str:
    """Stored form of an abstract: ends trimmed, inner line ends kept."""
    return storable(text).strip()
