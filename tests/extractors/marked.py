"""Hand-made Docs for tests: `[[M:name]]` marks a mention of a Method, D, X and T one of a Dataset, Metric and Task."""

import re

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extractors.sentences import sentences
from extractors.spans import MENTIONS, add_mention, set_sections
from extractors.tokenizer import WordTokenizer

TYPE_OF = {"M": "Method", "D": "Dataset", "X": "Metric", "T": "Task"}


def marked_doc(title: str, abstract: str) -> Doc:
    """A Doc whose clusters are numbered by the first occurrence of each (type, lower-cased name)."""
    pattern = re.compile(r"\[\[([MDXT]):(.*?)\]\]")
    found: list[tuple[int, int, str]] = []
    text = ""
    position = 0
    marked = f"{title}\n\n{abstract}"
    for match in pattern.finditer(marked):
        text += marked[position : match.start()]
        found.append((len(text), len(text) + len(match[2]), TYPE_OF[match[1]]))
        text += match[2]
        position = match.end()
    text += marked[position:]
    doc = sentences(WordTokenizer(Vocab())(text))
    set_sections(doc, pattern.sub(lambda match: match[2], title))
    doc.spans[MENTIONS] = []
    numbers: dict[tuple[str, str], int] = {}
    for start, end, label in found:
        span = doc.char_span(start, end, label=label)
        assert isinstance(span, Span)
        span._.cluster = numbers.setdefault((label, span.text.lower()), len(numbers))
        add_mention(doc, span, score=1.0, extractor="test")
    return doc
