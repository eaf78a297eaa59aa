"""Prints the LaTeX of abstracts as plain Unicode, also where only crumbs of it are left (`{it x}`, `mathring{A}`)."""

import re
import unicodedata
from typing import Final

from extractors.spelling import BARE_SYMBOLS, SYMBOLS

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
_BARE_SYMBOL: Final = re.compile(r"\{(" + "|".join(sorted(BARE_SYMBOLS, key=len, reverse=True)) + r")\}")
_COMMAND: Final = re.compile(r"\\([a-zA-Z]+)(?:\s+(?=[^\s])|\{\})?")
_SUBSCRIPT: Final = re.compile(r"(?<![^\W_])([^\W\d_])_\{?([^\W_])\}?(?![^\W_])|_\{([^{}]*)\}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_NO_WIDTH: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_STRAY_PERCENT: Final = re.compile(r"(?<!\d)(?<!\d )%")


_SIGNS: Final = re.compile(r"[\\${}_~%`\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff]")


def needs_printing(text: str) -> bool:
    """Whether a text holds anything that `printed` may change."""
    return "text" in text or "math" in text or "--" in text or "''" in text or _SIGNS.search(text) is not None


def _accented(match: re.Match[str]) -> str:
    """The character that a TeX accent command prints."""
    mark = match[1] or match[4] or match[7]
    letter = match[2] or match[3] or match[5] or match[6] or match[8]
    return unicodedata.normalize("NFC", letter + _ACCENTS[mark])


def _unicode_character(match: re.Match[str]) -> str:
    """The character of a MathJax `unicode` command, unless it is no character or one that means something here."""
    code = int(match[1], 16)
    return chr(code) if 0xA0 <= code < 0xD800 else " "


def printed(text: str) -> str:
    """A text with its LaTeX, also in crumbs, printed as Unicode or removed, in one pass.

    Every rule shortens the text or leaves a character that LaTeX has no use for, so repeating it comes to an end.
    """
    text = _CONTROL.sub(" ", _NO_WIDTH.sub("", text))
    text = _ACCENT.sub(_accented, text)
    text = _UNICODE_COMMAND.sub(_unicode_character, text)
    text = _FONT_SWITCH.sub("", _FONT.sub("", text))
    text = _SUPERSCRIPT.sub("^", _DECORATION.sub("", text))
    text = _BARE_SYMBOL.sub(lambda match: BARE_SYMBOLS[match[1]], text)
    text = re.sub(r"\\([-!,()\[\]])", lambda match: " " if match[1] == "," else "", text)
    text = re.sub(r"\\([%&_$#{}])", r"\1", text)
    text = _COMMAND.sub(lambda match: SYMBOLS.get(match[1], match[1]), text)
    text = re.sub(r"\\+[;:>\s]?", " ", text)
    text = _SUBSCRIPT.sub(lambda match: match[3] if match[1] is None else match[1] + match[2], text)
    text = re.sub(r"\^[∘°]", "°", text)
    text = re.sub(r"[${}]", "", text)
    text = re.sub(r"``|''|(?<!\w)`|`(?!\w)", "", text).replace("`", "'")
    text = text.replace("---", "—").replace("--", "–").replace("~", " ")
    return _STRAY_PERCENT.sub("", text)
