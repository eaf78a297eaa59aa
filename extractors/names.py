"""One name, many spellings: what a name reads like, when two surfaces are the same name, and how it looks in an id.

Everything here is a pure function of its text, defined for any Unicode string. Spelling data is in
`data/spelling.tsv`, which says what its lines mean.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Final

_SPELLING_FILE: Final = Path(__file__).parent / "data" / "spelling.tsv"

# Names repeat (a corpus has about ten mentions of each), and this many entries stay below 30 MB.
_CACHE_SIZE: Final = 1 << 16

# A slug longer than this is cut at a word and completed by a hash, so that ids stay usable as file and node names.
_SLUG_LENGTH: Final = 80


def _read_spelling() -> dict[str, dict[str, str]]:
    """The lines of the spelling file by kind."""
    tables: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in _SPELLING_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, source, target = line.split("\t")
            tables[kind][source] = target
    return dict(tables)


_SPELLING: Final = _read_spelling()
_SYMBOLS: Final = _SPELLING["symbol"] | _SPELLING["bare"]
_BARE: Final = _SPELLING["bare"]
_LETTERS: Final = str.maketrans(_SPELLING["letter"])
_GREEK: Final = _SPELLING["greek"]
_SINGULAR: Final = _SPELLING["singular"]
_INVARIANT: Final = frozenset(_SPELLING["invariant"])
_BRITISH: Final = _SPELLING["british"]
_BRITISH_STEM: Final = re.compile("|".join(sorted(map(re.escape, _BRITISH), key=len, reverse=True)))

# Combining marks of TeX's accents (The TeXbook, chapter 9); `mathring` is `\r` in mathematics.
_ACCENTS: Final = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "r": "\u030a", "k": "\u0328", "mathring": "\u030a",
}  # fmt: skip
_ACCENT: Final = re.compile(
    r"""\\(["'`^~=.])\s*(?:\{\\?([^\W\d_])\}|\\?([^\W\d_]))"""
    r"|\\([cvHurk])(?:\s*\{\\?([^\W\d_])\}|\s+([^\W\d_]))"
    r"|\\?\b(mathring)\s*\{([^\W\d_])\}"
)
_UNICODE_COMMAND: Final = re.compile(r"\\unicode\{x([0-9a-fA-F]{2,5})\}")
_FONTS: Final = (
    "textbf|textit|texttt|textsc|textsf|textrm|textnormal|textsubscript|emph|underline|ensuremath|operatorname|mbox|text"
    "|mathcal|mathbb|mathbf|mathrm|mathsf|mathtt|mathfrak|mathit|boldsymbol"
)
_SWITCHES: Final = "it|em|bf|sc|tt|rm|sf|sl"
_DECORATIONS: Final = "hat|widehat|bar|tilde|widetilde|vec|dot|left|right|big|Big|xspace|footnotesize|small"
_FONT: Final = re.compile(rf"\\(?:{_FONTS})(?![a-zA-Z])\s*|(?<![a-zA-Z])(?:{_FONTS})(?=\{{)")
_FONT_SWITCH: Final = re.compile(rf"(?<=\{{)\\?(?:{_SWITCHES})\s+|\\(?:{_SWITCHES})(?![a-zA-Z])\s*")
_DECORATION: Final = re.compile(rf"\\(?:{_DECORATIONS})(?![a-zA-Z])\s*")
_SUPERSCRIPT: Final = re.compile(r"\\?textsuperscript(?=\{)")
_BARE_SYMBOL: Final = re.compile(r"\{(" + "|".join(sorted(_BARE, key=len, reverse=True)) + r")\}")
_COMMAND: Final = re.compile(r"\\([a-zA-Z]+)(?:\s+(?=[^\s])|\{\})?")
_NO_WIDTH: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SUBSCRIPT: Final = re.compile(r"(?<![^\W_])([^\W\d_])_\{?([^\W_])\}?(?![^\W_])|_\{([^{}]*)\}")
_LATEX_SIGNS: Final = re.compile(r"[\\${}_~%`\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]|''|--|math|text")
_EDGES: Final = " \t\n,;:.\"'“”‘’«»"
_STRAY_PERCENT: Final = re.compile(r"(?<!\d)(?<!\d )%")


def _accented(match: re.Match[str]) -> str:
    """The character that a TeX accent command prints."""
    mark = match[1] or match[4] or match[7]
    letter = match[2] or match[3] or match[5] or match[6] or match[8]
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])


def _unicode_character(match: re.Match[str]) -> str:
    """The character of MathJax's `\\unicode{x2013}`, unless it is no character or one that means something here."""
    code = int(match[1], 16)
    return chr(code) if 0xA0 <= code < 0xD800 else " "


def _without_latex(text: str) -> str:
    """One pass over the LaTeX of a name; every rule shortens the text or leaves a character LaTeX has no use for."""
    text = _ACCENT.sub(_accented, text)
    text = _UNICODE_COMMAND.sub(_unicode_character, text)
    text = _FONT_SWITCH.sub("", _FONT.sub("", text))
    text = _SUPERSCRIPT.sub("^", _DECORATION.sub("", text))
    text = _BARE_SYMBOL.sub(lambda match: _BARE[match[1]], text)
    text = re.sub(r"\\([-!,()\[\]])", lambda match: " " if match[1] == "," else "", text)
    text = re.sub(r"\\([%&_$#{}])", r"\1", text)
    text = _COMMAND.sub(lambda match: _SYMBOLS.get(match[1], match[1]), text)
    text = re.sub(r"\\+[;:>\s]?", " ", text)
    text = _SUBSCRIPT.sub(lambda match: match[3] if match[1] is None else match[1] + match[2], text)
    text = re.sub(r"\^[∘°]", "°", text)
    text = re.sub(r"[${}]", "", text)
    text = re.sub(r"``|''|(?<!\w)`|`(?!\w)", "", text).replace("`", "'")
    text = text.replace("---", "—").replace("--", "–").replace("~", " ")
    return _STRAY_PERCENT.sub("", text)


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
    # The loop starts from what is returned when nothing is left, so that cleaning that again gives the same.
    bare = cleaned = " ".join(unicodedata.normalize("NFC", text).split())
    while True:
        before = cleaned
        if _LATEX_SIGNS.search(cleaned):
            cleaned = _without_latex(re.sub(r"[\x00-\x1f\x7f]", " ", _NO_WIDTH.sub("", cleaned)))
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
_ACRONYM_PLURAL: Final = re.compile(r"[A-Z][A-Za-z0-9]*[A-Z]s")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*(?:[kmbto](?![^\W\d_]))?")


def _plain(text: str) -> str:
    """A clean name in compatibility form with accents, Greek letters and typographic signs spelled out, case kept."""
    text = text.replace("&", " and ")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
        text = _COMBINING.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)
        text = _GREEK_LETTER.sub(lambda match: f" {_GREEK.get(match[0].casefold(), match[0])} ", text)
        text = unicodedata.normalize("NFC", text)
    return _THOUSANDS.sub(lambda match: match[1].replace(",", ""), _POSSESSIVE.sub("", _DASHES.sub("-", text)))


def _singular(word: str) -> str:
    """The singular of a lower-case word, by suffix (Porter 1980, step 1a, extended) and table."""
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word in _INVARIANT or not word[-2].isalpha():
        return word
    if word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def _american(word: str) -> str:
    """A lower-case word in American spelling; what only looks British (noise) is changed alike wherever it occurs."""
    if len(word) <= 4:
        return word
    word = _BRITISH_STEM.sub(lambda match: _BRITISH[match[0]], word)
    word = re.sub(r"is(?=(?:e|ed|er|ing|ation|able)$)", "iz", word)
    return re.sub(r"ys(?=(?:e|ed|er|ing)$)", "yz", word)


@lru_cache(maxsize=_CACHE_SIZE)
def _normal_word(word: str) -> str:
    """One word of a name, case folded, in American spelling and singular."""
    if _ACRONYM_PLURAL.fullmatch(word):
        return word[:-1].casefold()
    folded = word.casefold()
    if word.isupper() and folded.endswith("s"):
        return folded
    return _american(_singular(folded))


@lru_cache(maxsize=_CACHE_SIZE)
def key_words(text: str) -> tuple[str, ...]:
    """The normalised words of a name, which `name_key` joins; empty when the name has no letter, digit or sign."""
    plain = _plain(clean_name(text))
    found = _WORD.findall(plain)
    # Capitals say nothing in a heading that is all capitals, so its words may be plurals.
    if len(found) > 1 and plain.isupper() and all(len(word) > 3 for word in found):
        found = [word.casefold() for word in found]
    words = tuple(_normal_word(word) for word in found)
    return tuple(word for word in words if word != "the") or words


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
    parts = [words[0]]
    for before, word in zip(words, words[1:], strict=False):
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
    if len({"".join(_american(word) for word in each if word != "the") for each in words}) == 1:
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
    plain = re.sub(r"[+*#@%=]", lambda match: f"-{_SLUG_SIGNS[match[0]]}-", plain)
    # Letters whose lower case carries marks, and letters outside the casefold of themselves, would not survive twice.
    plain = unicodedata.normalize("NFC", _COMBINING.sub("", unicodedata.normalize("NFKD", plain)).casefold())
    plain = plain.translate(_LETTERS)
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
