r"""The LaTeX of titles, names and abstracts as plain Unicode: accents, escapes and styles, while mathematics stays.

pylatexenc parses; here is decided what to print. What is not known to be a letter, a sign or a style stays as it is
written, so that no text is damaged: `\mymacro{x}`, `$x^2$` and `\(x\)` come out as they went in.
"""

import re
import unicodedata
from functools import cache
from typing import Any, Final

# Longer texts are not titles or abstracts, and the parser's time grows faster than their length (in characters).
MAX_PARSED: Final = 50_000
# Stand-ins, while parsing, for signs that are LaTeX only in a file of LaTeX; Unicode keeps these characters unassigned.
_PERCENT, _DOLLAR = "\ufdd0", "\ufdd1"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ACCENTS: Final = frozenset("'`^\"~=.ckuvHrdb")
_LETTERS: Final = _words("ss ae AE oe OE aa AA o O l L i j dh DH th TH dj DJ ng NG")
_SIGNS: Final = {sign: sign for sign in "%&$#_{}"} | {
    **dict.fromkeys((" ", ",", ";", ":"), " "),
    **dict.fromkeys(("!", "-", "/", "@"), ""),
    **dict.fromkeys(("ldots", "dots", "textellipsis"), "..."),
    "\n": "\n",
    "textendash": "–",
    "textemdash": "—",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textbar": "|",
    "textunderscore": "_",
    "textless": "<",
    "textgreater": ">",
    "textdegree": "°",
    "textmu": "µ",
    "textpm": "±",
    "texttimes": "×",
    "textbullet": "•",
    "textregistered": "®",
    "texttrademark": "™",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "texteuro": "€",
    "S": "§",
    "P": "¶",
    "slash": "/",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
}
_STYLES: Final = _words(
    "emph textbf textit textsc texttt textrm textsf textsl textmd textup textnormal text underline uline mbox hbox "
    "enquote"
)
_SWITCHES: Final = _words(
    "bf it em tt sc rm sl sf bfseries itshape scshape ttfamily rmfamily sffamily slshape upshape mdseries normalfont "
    "small footnotesize protect"
)
# Citations beside the sentence; `\citet{x}` is a part of it and stays.
_CITATIONS: Final = _words("cite citep citealp citealt citeyear label")

# An escape of quotation marks, not of LaTeX: `\"word\"` has a mark that no letter follows.
_QUOTED = re.compile(r'\\"(?![A-Za-z{\\])')
# `it\'s`, an apostrophe escaped; before these endings of English words no accent is meant.
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])\\'(?=(?:s|t|d|m|re|ve|ll)\b)")
_BARE_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_BARE_DOLLAR = re.compile(r"(?<!\\)(?:\\\\)*\$")


def latex_to_text(text: str, *, strip_braces: bool = False) -> str:
    r"""A text with its LaTeX printed as Unicode: `G{\"o}del` is Gödel, `\textbf{A}` A, `5\%` 5%; mathematics stays.

    `strip_braces` is for BibTeX, where braces only protect capitals: `{BERT}` is BERT. There `~` is a space, too. Text
    that does not parse comes back as it was.
    """
    if "\\" not in text and not (strip_braces and re.search(r"[{}~]", text)):
        return text
    if len(text) > MAX_PARSED or _PERCENT in text or _DOLLAR in text:
        return text
    prepared = text.replace('\\"', '"') if _QUOTED.search(text) else text
    prepared = _BARE_PERCENT.sub(rf"\1{_PERCENT}", _APOSTROPHE.sub("'", prepared))
    if len(_BARE_DOLLAR.findall(prepared)) % 2:  # sums of money
        prepared = _BARE_DOLLAR.sub(lambda m: m.group()[:-1] + _DOLLAR, prepared)
    try:
        printed = _Printer(strip_braces).all(_parse(prepared))
    except (_parse_error(), RecursionError, IndexError, AttributeError):
        # The last is what pylatexenc raises for a macro of its own whose arguments are missing, as in `\href` alone.
        return text
    return printed.replace(_PERCENT, "%").replace(_DOLLAR, "$")


@cache
def _context() -> Any:
    """The macros that have arguments; the parser takes every other one as a word by itself."""
    from pylatexenc.macrospec import LatexContextDb, MacroSpec

    macros = [MacroSpec(name, "{") for name in sorted(_ACCENTS | _STYLES)]
    macros += [MacroSpec(name, "{") for name in ("url", "textsuperscript", "textsubscript", "footnote")]
    macros += [MacroSpec(name, "[[{") for name in sorted(_CITATIONS)] + [MacroSpec("href", "{{")]
    context = LatexContextDb()
    context.add_context_category("text", macros=macros)
    return context


def _parse(text: str) -> Any:
    from pylatexenc.latexwalker import LatexWalker

    walker = LatexWalker(text, latex_context=_context(), tolerant_parsing=False)
    return walker.get_latex_nodes()[0]


def _parse_error() -> type[Exception]:
    from pylatexenc.latexwalker import LatexWalkerError

    error: type[Exception] = LatexWalkerError
    return error


def _ends_macro(before: Any, node: Any) -> bool:
    r"""Whether a node is the empty group of `\o{}`, which only ends the macro before it."""
    return getattr(before, "macroname", None) in _LETTERS | _SIGNS.keys() and str(node.latex_verbatim()) == "{}"


class _Printer:
    """Prints parsed LaTeX."""

    def __init__(self, strip_braces: bool) -> None:
        from pylatexenc.latex2text import LatexNodes2Text

        self._strip_braces = strip_braces
        self._letters = LatexNodes2Text()

    def all(self, nodes: Any) -> str:
        """The text of nodes one after the other."""
        printed = ""
        previous = None
        for node in nodes:
            if node is None or _ends_macro(previous, node):
                continue
            previous = node
            piece = self._node(node)
            if piece is None:  # a citation goes with the space before it
                printed = printed.rstrip(" ~\n")
                piece = node.macro_post_space
            printed += piece
        return printed

    def _node(self, node: Any) -> str | None:
        from pylatexenc import latexwalker

        if node.isNodeType(latexwalker.LatexCharsNode):
            return str(node.chars).replace("~", " ") if self._strip_braces else str(node.chars)
        if node.isNodeType(latexwalker.LatexGroupNode):
            return self._group(node)
        if node.isNodeType(latexwalker.LatexMacroNode):
            return self._macro(node)
        return str(node.latex_verbatim())

    def _group(self, node: Any) -> str:
        """Braces go where they hold one letter with its accent or a change of style."""
        inner = self.all(node.nodelist)
        first = node.nodelist[0] if node.nodelist else None
        name = getattr(first, "macroname", None)
        if name in _SWITCHES:
            return inner.lstrip()
        if self._strip_braces or (name in _ACCENTS | _LETTERS and len(inner) == 1):
            return inner
        return f"{node.delimiters[0]}{inner}{node.delimiters[1]}"

    def _macro(self, node: Any) -> str | None:
        name, after = str(node.macroname), str(node.macro_post_space)
        arguments = node.nodeargd.argnlist if node.nodeargd is not None else []
        if name in _ACCENTS:
            return self._accent(node)
        if name in _LETTERS:  # LaTeX ends the macro with the space: `stra\ss e`
            return str(self._letters.node_to_text(node)).rstrip()
        if name in _SIGNS:
            return _SIGNS[name] + after
        if name == "\\":
            return " " + after
        if name in _SWITCHES:
            return ""
        if name in _CITATIONS:
            return None
        if name in _STYLES and arguments:
            return self._argument(arguments[0])
        if name == "url" and arguments:
            return self._address(arguments[0])
        if name == "href" and len(arguments) == 2:
            return f"{self._argument(arguments[1])} ({self._address(arguments[0])})"
        if name == "footnote" and arguments:
            return f" ({self._argument(arguments[0])})"
        if name in ("textsuperscript", "textsubscript") and arguments:
            return ("^" if name == "textsuperscript" else "_") + self._argument(arguments[0])
        return str(node.latex_verbatim())

    def _accent(self, node: Any) -> str:
        r"""The accented letter where Unicode has it as one character; what else begins so is no accent (`\d+`)."""
        printed = unicodedata.normalize("NFC", str(self._letters.node_to_text(node)))
        return printed if len(printed) == 1 and printed.isalpha() else str(node.latex_verbatim())

    def _argument(self, node: Any) -> str:
        """The text of an argument without its braces."""
        return self.all(node.nodelist if hasattr(node, "nodelist") else [node])

    def _address(self, node: Any) -> str:
        """An argument that is an address: without braces, and with no escapes of LaTeX."""
        return re.sub(r"\\([%#_&~{}])", r"\1", str(node.latex_verbatim()).removeprefix("{").removesuffix("}"))
