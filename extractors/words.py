"""Words as the tagger sees them: runs of letters and digits, single symbols, and the break between title and abstract.

Every boundary between an alphanumeric and another character is a word boundary, so a mention such as "SSL" in
"SSL-based" can be marked although spaCy keeps the whole in one token.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

_WORD = re.compile(r"\n\s*\n|[^\W_]+|\S")
#: A word of more pieces than this is cut: its first piece already represents it, and one word can never fill a window.
MAX_PIECES_PER_WORD = 16


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: character offsets, and the word pieces of each (encoder vocabulary ids)."""

    starts: list[int]
    ends: list[int]
    pieces: list[list[int]]

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of words that fits the encoder: `first` is the index of its first word."""

    first: int
    ids: NDArray[np.int64]
    word_starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.word_starts)


def word_offsets(text: str) -> list[tuple[int, int]]:
    """Character offsets (start, end) of the words of `text`; a blank line counts as one word."""
    return [match.span() for match in _WORD.finditer(text)]


class WordEncoder:
    """Splits text into words and word pieces with a `tokenizers` model (`tokenizer.json`).

    `cls` and `sep` are the tokens around a sequence; `sep` also stands for the break between title and abstract.
    """

    def __init__(self, tokenizer: Tokenizer, cls: str = "[CLS]", sep: str = "[SEP]", unknown: str = "[UNK]") -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer = tokenizer
        self.cls, self.sep, self.unknown = (self._id(token) for token in (cls, sep, unknown))

    def _id(self, token: str) -> int:
        number = self.tokenizer.token_to_id(token)
        if number is None:
            raise ValueError(f"the tokenizer has no token {token}")
        return number

    def __call__(self, text: str, chunk: int = 4096) -> Words:
        """The words of `text`; a word the tokenizer drops (a control character) becomes the unknown piece."""
        offsets = word_offsets(text)
        pieces: list[list[int]] = []
        for begin in range(0, len(offsets), chunk):
            part = offsets[begin : begin + chunk]
            # A lone surrogate cannot be handed to the tokenizer (it takes UTF-8).
            surface = [text[a:b].encode("utf-8", "replace").decode("utf-8") for a, b in part]
            encoding = self.tokenizer.encode(surface, is_pretokenized=True, add_special_tokens=False)
            found: list[list[int]] = [[] for _ in part]
            for number, word in zip(encoding.ids, encoding.word_ids, strict=True):
                if word is not None and len(found[word]) < MAX_PIECES_PER_WORD:
                    found[word].append(number)
            for position, value in enumerate(surface):
                if value.isspace():
                    found[position] = [self.sep]
                elif not found[position]:
                    found[position] = [self.unknown]
            pieces.extend(found)
        return Words([a for a, _ in offsets], [b for _, b in offsets], pieces)

    def windows(self, words: Words, max_pieces: int = 512, overlap: int = 48) -> list[Window]:
        """Cuts words into windows of at most `max_pieces` pieces; neighbours share about `overlap` words."""
        windows: list[Window] = []
        first, total = 0, len(words)
        while first < total:
            last, used = first, 2
            while last < total and used + len(words.pieces[last]) <= max_pieces:
                used += len(words.pieces[last])
                last += 1
            windows.append(self._window(words.pieces[first:last], first))
            if last >= total:
                break
            first = max(first + 1, last - overlap)
        return windows

    def _window(self, pieces: Sequence[Sequence[int]], first: int) -> Window:
        ids, starts = [self.cls], []
        for word in pieces:
            starts.append(len(ids))
            ids.extend(word)
        ids.append(self.sep)
        return Window(first, np.array(ids, dtype=np.int64), np.array(starts, dtype=np.int64))
