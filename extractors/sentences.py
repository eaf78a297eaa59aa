"""Sentence boundaries for scholarly prose: after a full stop, question or exclamation mark, and between sections."""

import re
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractors.spans import SECTION_BREAK, text_of

# After these a full stop seldom ends a sentence (abbreviations of scholarly English; single capitals are initials).
_NOT_LAST = "al approx ca cf dr e eg eq eqn eqs etc fig figs g i ie no prof ref refs resp sec st tab viz vs w.r.t wrt"
_ABBREVIATIONS = frozenset(_NOT_LAST.split())
_BOUNDARY = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[$\\{]*[^\W_a-z])")


def boundaries(text: str) -> list[int]:
    """Character offsets at which a sentence begins, always including 0."""
    starts = {0}
    for match in _BOUNDARY.finditer(text):
        before = re.search(r"(\S+)$", text[max(0, match.start() - 20) : match.start()])
        word = before.group().lstrip("([{\"'").lower() if before else ""
        last = word.rsplit(".", 1)[-1]
        if text[match.start()] == "." and (last in _ABBREVIATIONS or word in _ABBREVIATIONS):
            continue
        if text[match.start()] == "." and len(last) == 1 and last.isalpha() and before and before.group()[-1].isupper():
            continue
        starts.add(match.end())
    position = text.find(SECTION_BREAK)
    while position >= 0:
        starts.add(position + len(SECTION_BREAK))
        position = text.find(SECTION_BREAK, position + 1)
    return sorted(starts)


@Language.component("sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Set the sentence starts of a Doc."""
    offsets = doc.to_array("IDX")
    first = np.searchsorted(offsets, np.array(boundaries(text_of(doc)), dtype=offsets.dtype))
    # Setting `token.is_sent_start` one by one looks at the whole Doc each time.
    values = np.full(len(doc), -1, dtype=np.int64)
    values[first[first < len(doc)]] = 1
    return doc.from_array(["SENT_START"], cast(Any, values.astype(np.uint64).reshape(-1, 1)))
