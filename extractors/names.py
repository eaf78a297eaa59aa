"""One name, many spellings: what a name reads like, when two surfaces are the same name, and how it looks in an id.

Everything here is a pure function of its text, defined for any Unicode string.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final

from extractors.latex import needs_printing, printed
from extractors.spelling import GREEK, LETTERS, american, normal_word

# Names repeat (a corpus has about ten mentions of each), and this many entries stay below 30 MB.
_CACHE_SIZE: Final = 1 << 16

# A slug longer than this is cut at a word and completed by a hash, so that ids stay usable as file and node names.
_SLUG_LENGTH: Final = 80


_EDGES: Final = " \t\n,;:.\"'“”‘’«»"


def _is_plain(text: str) -> bool:
    """Whether a name is of ASCII letters, digits, blanks and hyphens alone, as most are: what few rules can change."""
    return text.isascii() and text.replace(" ", "").replace("-", "").isalnum()


def _trimmed(text: str) -> str:
    """Whitespace collapsed, quotes and punctuation at the edges and brackets without a partner removed."""
    text = " ".join(text.split()).strip(_EDGES)
    for opening, closing in ("()", "[]"):
        if text.endswith(opening) or (text.startswith(opening) and closing not in text):
            text = text.strip(opening).strip(_EDGES)
        if text.startswith(closing) or (text.endswith(closing) and opening not in text):
            text = text.strip(closing).strip(_EDGES)
    return text


@lru_cache(maxsize=_CACHE_SIZE)
def clean_name(text: str) -> str:
    r"""A readable label: LaTeX printed or removed, stray marks and spaces gone; case and spelling stay.

    `$k$-means` is k-means, `na\"ively` naïvely, `R^3 {times} S^2` R^3 × S^2. Idempotent. Empty only for blank text:
    what consists of crumbs alone is returned as it is, without outer space.
    """
    if _is_plain(text) and text.strip(" ") == text and "  " not in text and not needs_printing(text):
        return text
    # The loop starts from what is returned when nothing is left, so that cleaning that again gives the same.
    bare = cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    while True:
        before = cleaned
        if needs_printing(cleaned):
            cleaned = printed(cleaned)
        cleaned = unicodedata.normalize("NFC", _trimmed(cleaned))
        if cleaned == before:
            break
    return cleaned or bare


_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u00ad_/^|\u2044]")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['’`´]s\b|['’`´]")
_THOUSANDS: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])")
_GREEK_LETTER: Final = re.compile(r"(?<![Α-Ωα-ω])[Α-Ωα-ω](?![Α-Ωα-ω])")
_COMBINING: Final = re.compile("[\u0300-\u036f]")
_WORD: Final = re.compile(r"(?:[^\W_]|(?<=\d)\.(?=\d))+|(?<=\d)%|[+*#@&=<>]")
_SIGNS: Final = str.maketrans({"×": "x", "→": "-to-", "∞": "infinity", "ℓ": "l"})
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*(?:[kmbto](?![^\W\d_]))?")


def _plain(text: str) -> str:
    """A clean name in compatibility form with accents, Greek letters and typographic signs spelled out, case kept."""
    if _is_plain(text):
        return text
    text = text.replace("&", " and ")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).translate(LETTERS)
        text = _GREEK_LETTER.sub(lambda match: f" {GREEK.get(match[0].casefold(), match[0])} ", text)
        text = unicodedata.normalize("NFC", text)
    text = _POSSESSIVE.sub("", _DASHES.sub("-", text))
    return _THOUSANDS.sub(lambda match: match[1].replace(",", ""), text) if "," in text else text


def _words(clean: str) -> tuple[str, list[str]]:
    """A clean name as `_plain` makes it, and its words as they are written."""
    if _is_plain(clean):
        return clean, clean.replace("-", " ").split()
    plain = _plain(clean)
    return plain, _WORD.findall(plain)


@lru_cache(maxsize=_CACHE_SIZE)
def key_words(text: str) -> tuple[str, ...]:
    """The normalised words of a name, which `name_key` joins; empty when the name has no letter, digit or sign."""
    plain, found = _words(clean_name(text))
    # Capitals say nothing in a heading that is all capitals, so its words may be plurals.
    if len(found) > 1 and plain.isupper() and all(len(word) > 3 for word in found):
        found = [word.casefold() for word in found]
    words = tuple(map(normal_word, found))
    return tuple(word for word in words if word != "the") or words if "the" in words else words


@lru_cache(maxsize=_CACHE_SIZE)
def name_key(text: str) -> str:
    r"""The normalised form by which two surfaces are the same name.

    Two texts share a key when they differ only in LaTeX, compatibility characters, case, accents, Greek letters
    written as letter or word, hyphens and spaces (also left out: pre-training, pretraining), possessive and plural
    endings, a "the", and British or American spelling. Numbers stay apart (`Llama 3 8B` is not `Llama 38B`), and so
    do the signs `+ * # @` that tell names apart. Empty only for blank text. A key is no name: keys are compared, never
    normalised again or shown.
    """
    words = key_words(text)
    if not words:
        return "".join(unicodedata.normalize("NFKC", clean_name(text)).casefold().split())
    joined = "".join(words)
    if joined.isalpha():
        return joined
    parts = [words[0]]
    for before, word in pairwise(words):
        if before[-1].isdigit() and word[0].isdigit():
            parts.append("-")
        parts.append(word)
    return "".join(parts)


def variant_step(left: str, right: str) -> str:
    """What makes two different names of one key the same: the first of these after which they are equal.

    `exact` (cleaning), `case`, `hyphen` (hyphens and spaces), `notation` (accents, Greek, LaTeX, signs, possessive),
    `spelling` (British and American), `plural`.
    """
    forms = (clean_name(left), clean_name(right))
    if forms[0] == forms[1]:
        return "exact"
    if forms[0].casefold() == forms[1].casefold():
        return "case"
    if len({re.sub(r"[-\u2010-\u2015\s]", "", form.casefold()) for form in forms}) == 1:
        return "hyphen"
    words = [_WORD.findall(_plain(form).casefold()) for form in forms]
    if len({"".join(word for word in each if word != "the") for each in words}) == 1:
        return "notation"
    if len({"".join(american(word) for word in each if word != "the") for each in words}) == 1:
        return "spelling"
    return "plural"


@lru_cache(maxsize=_CACHE_SIZE)
def numbers_of(text: str) -> tuple[str, ...]:
    """The numbers, versions and sizes in a name in order: `Qwen2.5-7B` has 2.5 and 7b, `ResNet-50` has 50.

    A letter k, m, b, t or o that ends the word belongs to its number (sizes, and GPT-4o). Names with different
    numbers never name the same thing unless a paper or a curator says so.
    """
    return tuple(_NUMBER.findall(_plain(clean_name(text)).casefold()))


_SLUG_SIGNS: Final = {"+": "plus", "*": "star", "#": "sharp", "@": "at", "%": "percent", "=": "equals"}


@lru_cache(maxsize=_CACHE_SIZE)
def slug(text: str) -> str:
    """A readable part of an id: lower-case letters and digits of any script, joined by single hyphens.

    Accents are dropped and Greek letters spelled out; other scripts stay, as IRIs allow (RFC 3987). Never empty: a
    name without letters or digits becomes `x-` and eight hexadecimal digits of its SHA-256. Idempotent.
    """
    plain = _plain(clean_name(text).replace("^", "")).casefold()
    if not _is_plain(plain):
        plain = re.sub(r"[+*#@%=]", lambda match: f"-{_SLUG_SIGNS[match[0]]}-", plain)
        # Letters whose lower case carries marks, and letters outside the casefold of themselves, would not survive
        # twice.
        plain = unicodedata.normalize("NFC", _COMBINING.sub("", unicodedata.normalize("NFKD", plain)).casefold())
        plain = plain.translate(LETTERS)
    whole = "-".join(re.findall(r"[^\W_]+", plain))
    if not whole:
        return f"x-{short_hash(text)}"
    if len(whole) <= _SLUG_LENGTH:
        return whole
    kept = whole[: _SLUG_LENGTH - 9]
    return f"{kept.rpartition('-')[0] or kept}-{short_hash(whole)}"


def short_hash(text: str) -> str:
    """Eight hexadecimal digits of the SHA-256 of a text, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
