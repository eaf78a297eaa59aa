"""Text with markup, HTML, JATS or MathML, as plain text: paragraphs as lines, 10<sup>5</sup> as 10^5.

JATS is the tag set of journal articles, ANSI/NISO Z39.96, in which Crossref and PubMed keep abstracts.
"""

import html
import re
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element

# Longer texts are no titles or abstracts; the time for broken markup grows faster than its length (in characters).
MAX_MARKUP: Final = 200_000

# Elements by what they mean for the text; names are without a prefix such as `jats:` or `mml:`.
_BLOCKS: Final = frozenset(("p", "sec", "list", "list-item", "abstract", "div", "ul", "ol", "li", "disp-formula", "tr"))
_BREAKS: Final = frozenset(("br", "break", "hr"))
_HEADINGS: Final = frozenset(("title", "label", "h1", "h2", "h3", "h4"))
# What repeats in another notation what stands beside it.
_DROPPED: Final = frozenset(("annotation", "annotation-xml", "xref", "fn"))
_INLINE: Final = frozenset(
    re.findall(
        r"\S+",
        """
        a b bold em ext-link font i italic monospace named-content sans-serif sc scp small span strong styled-content
        sub sup tt u underline
        alternatives graphic inline-formula inline-graphic tex-math
        math menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt
        mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
        """,
    )
)
_KNOWN: Final = _BLOCKS | _BREAKS | _HEADINGS | _DROPPED | _INLINE
# Operators between the parts of a formula of MathML.
_INFIX: Final = {"msup": "^", "msub": "_", "mfrac": "/"}

_MARKUP: Final = re.compile(r"<[/A-Za-z]|&[#A-Za-z]")
# The beginning of a tag that another follows before it ends; the parser would look for its end again and again.
_UNENDED: Final = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_TEX_BODY: Final = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
_TEX: Final = re.compile(r"\$[^$]+\$")
# A heading that only says what the text is.
_SAYS_ABSTRACT: Final = re.compile(r"(?:abstract|summary)[.:]?\Z", re.IGNORECASE)
# What is raised as a power; other raised text is an ordinal or a mark, as in 1<sup>st</sup>.
_POWER: Final = re.compile(r"[-+−–]?[0-9n∗*]+\Z")


def markup_to_text(text: str) -> str:
    """A text with HTML or JATS as plain text. What is no element known stays, so that `a<b` and `<mask>` do."""
    if len(text) > MAX_MARKUP or not _MARKUP.search(text):
        return text
    printer = _HtmlPrinter()
    printer.feed(_UNENDED.sub("&lt;", text))
    printer.close()
    return printer.plain.text()


def element_text(element: Element) -> str:
    """The plain text of an XML element with markup in it."""
    plain = _Plain()
    _walk(element, plain)
    return plain.text()


def _walk(element: Element, plain: "_Plain") -> None:
    plain.data(element.text or "")
    for child in element:
        plain.start(child.tag)
        _walk(child, plain)
        plain.end(child.tag)
        plain.data(child.tail or "")


class _Plain:
    """Collects plain text from the events of a parser."""

    def __init__(self) -> None:
        self._out: list[str] = []
        # Open elements whose text is changed as a whole: name and where in the output it begins.
        self._open: list[tuple[str, int]] = []
        self._after_heading = False

    def start(self, name: str) -> None:
        """An element begins."""
        if name in _BLOCKS | _BREAKS and not self._after_heading:
            self._out.append("\n")
        if name in _INFIX and self._open and self._open[-1][0] in _INFIX:
            self._separate()
        if name in {"sup", "tex-math", "alternatives", "math"} or name in _HEADINGS | _DROPPED or name in _INFIX:
            self._open.append((name, len(self._out)))
        elif self._open and self._open[-1][0] in _INFIX and name in _INLINE:
            self._separate()

    def end(self, name: str) -> None:
        """An element ends."""
        if self._open and self._open[-1][0] == name:
            begin = self._open.pop()[1]
            inner = "".join(self._out[begin:])
            del self._out[begin:]
            self._out.append(self._changed(name, inner))
        elif name in _BLOCKS:
            self._out.append("\n")

    def data(self, text: str) -> None:
        """Text between elements; its line ends are only those of the file."""
        self._out.append(re.sub(r"\s+", " ", text))
        self._after_heading = self._after_heading and not text.strip()

    def text(self) -> str:
        """All that was collected, a line for each paragraph."""
        lines = (" ".join(line.split()) for line in "".join(self._out).split("\n"))
        return "\n".join(line for line in lines if line)

    def _separate(self) -> None:
        """Between the parts of a power, an index or a fraction comes its operator."""
        name, begin = self._open[-1]
        if any(piece.strip() for piece in self._out[begin:]) and not self._out[-1].endswith(_INFIX[name]):
            self._out.append(_INFIX[name])

    def _changed(self, name: str, inner: str) -> str:
        if name in _DROPPED:
            return ""
        if name == "sup":
            return f"^{inner.strip()}" if _POWER.match(inner.strip()) else inner
        if name == "tex-math":
            body = _TEX_BODY.search(inner)
            return f"${(body.group(1) if body else inner).strip().strip('$').strip()}$"
        if name == "alternatives":  # the same formula in several notations: TeX if there is one
            tex = _TEX.search(inner)
            return tex.group() if tex else inner
        if name in _HEADINGS:
            heading = " ".join(inner.split())
            if not heading or _SAYS_ABSTRACT.match(heading):
                return "\n"
            self._after_heading = True
            return f"\n{heading}{'' if heading[-1] in '.:?!' else ':'} "
        return inner


class _HtmlPrinter(HTMLParser):
    """Feeds HTML and JATS, well-formed or not, to a collector of plain text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.plain = _Plain()

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """Do nothing: `<script>` in an abstract is a word about it, and does not make the rest a program."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = tag.rpartition(":")[2]
        # `<b and c>` is no element: its attributes would have no values.
        if name not in _KNOWN or any(value is None for _, value in attrs):
            self.plain.data(html.unescape(self.get_starttag_text() or ""))
        else:
            self.plain.start(name)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] in _KNOWN:
            self.plain.end(tag.rpartition(":")[2])

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _KNOWN:
            self.plain.end(name)
        else:
            self.plain.data(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.plain.data(data)
