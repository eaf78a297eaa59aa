"""A tokenizer whose every token border is a word border, so that any span of words is exact in characters.

English rules keep `CIFAR-10`, `state-of-the-art` or `x=0.5` in ways that differ by context; mentions then begin inside
tokens. Here a token is a run of letters and digits, or one other character.
"""

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN = re.compile(r"[^\W_]+|\s+|.", re.DOTALL)


class WordTokenizer:
    """Splits text into runs of letters and digits, single other characters, and white space beyond one blank."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc with `doc.text == text` for any text."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            token = match.group()
            if token[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                token = token[1:]
            if token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, *, exclude: object = ()) -> bytes:
        """Nothing to store: spaCy asks every tokenizer for it."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: object = ()) -> "WordTokenizer":
        """The counterpart of `to_bytes`."""
        return self

    def to_disk(self, path: object, *, exclude: object = ()) -> None:
        """Nothing to store: spaCy asks every tokenizer for it."""

    def from_disk(self, path: object, *, exclude: object = ()) -> "WordTokenizer":
        """The counterpart of `to_disk`."""
        return self


def make_word_tokenizer() -> Callable[[Language], WordTokenizer]:
    """The factory that a spaCy config names."""

    def make(nlp: Language) -> WordTokenizer:
        return WordTokenizer(nlp.vocab)

    return make


registry.tokenizers("paperkg.WordTokenizer.v1", func=make_word_tokenizer)
