"""Text that XML can hold."""

import re

# XML 1.0 admits no other control characters (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """A text with U+FFFD in place of what XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
