"""Streaming of XML: the trees of the records one at a time, never the tree of the file.

defusedxml parses. Declarations of entities and references to other files are refused, which is what expansion attacks
and leaks are made of (https://docs.python.org/3/library/xml.html#xml-security); nothing is ever fetched. A document
type declaration alone, which files of PubMed begin with, does no harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from kg.records import Reject
from kg.sources.inputs import Input
from kg.sources.json_events import MAX_RECORD

#: Elements inside elements; deeper ones are no bibliographic record.
MAX_DEPTH: Final = 100
#: Elements in a record; thousands of authors and references need fewer.
MAX_ELEMENTS: Final = 200_000
_CHUNK: Final = 65_536
_ROOT: Final = re.compile(r"<(?!!--)(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
_PROLOGUE: Final = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
# Expat's code of the error for what follows the end of a document.
_JUNK_AFTER_DOCUMENT: Final = 9


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """An element of the file, its names without namespaces: the line where it begins, and its number from 1."""

    line: int
    number: int
    element: Element


class _RefusedError(ValueError):
    """The file has what no file of this kind needs; the text says what."""


def xml_root(head: str) -> str | None:
    """The name of the outermost element of XML that begins so, without its prefix, or None where it is no XML."""
    text = head.lstrip("\ufeff \t\r\n")
    if not text.startswith("<"):
        return None
    match = _ROOT.search(_PROLOGUE.sub("", text))
    return match.group(1) if match else None


def xml_records(source: Input, tags: frozenset[str]) -> Iterator[XmlRecord | Reject]:
    """The elements of some names, in order, and a reject where the file stops being XML or is refused.

    Documents may follow one another in one file, as they do when pages of answers are appended to it.
    """
    target = _Records(tags)
    document = _Document(target, first_line=1)
    fed = 0
    try:
        while chunk := source.stream.read(_CHUNK):
            document = document.feed(chunk)
            fed = 0 if target.found else fed + len(chunk)
            yield from target.take()
            if fed > MAX_RECORD:
                raise _RefusedError(f"there is no record in {MAX_RECORD:,} bytes")
        document.close()
    except _problems() as error:
        yield from target.take()
        yield Reject(source.name, document.line, f"{_sentence(error)}; reading stopped there", "file")
        return
    yield from target.take()


class _Document:
    """One XML document in the file and its parser."""

    def __init__(self, target: "_Records", first_line: int) -> None:
        from defusedxml.ElementTree import DefusedXMLParser

        self._target = target
        self._first_line = first_line
        self._base = 0
        self._parser: Any = DefusedXMLParser(target=target, forbid_dtd=False)
        target.begin(self)

    @property
    def line(self) -> int:
        """The line of the file where the parser is."""
        return self._first_line + int(self._parser.parser.CurrentLineNumber) - 1

    def feed(self, data: bytes) -> "_Document":
        """Parse more; the document that goes on afterwards, which is another where one ended in these bytes."""
        try:
            self._parser.feed(data)
        except ParseError as error:
            at = self._parser.parser.ErrorByteIndex - self._base
            rest = data[at:] if at >= 0 else b""
            if error.code != _JUNK_AFTER_DOCUMENT or not rest.startswith(b"<"):
                raise
            return _Document(self._target, self.line).feed(rest)
        self._base += len(data)
        return self

    def close(self) -> None:
        """Say that the file ends here."""
        self._parser.close()


class _Records:
    """Target of the parser, which builds trees of records and passes over everything else."""

    def __init__(self, tags: frozenset[str]) -> None:
        self._tags = tags
        self._builder: TreeBuilder | None = None
        self._document: _Document | None = None
        self._number = 0
        self._line = 0
        self._depth = 0
        self._elements = 0
        self._within = 0  # the depth of the record
        self.found: list[XmlRecord] = []

    def begin(self, document: _Document) -> None:
        """A document begins."""
        self._document, self._builder, self._depth = document, None, 0

    def take(self) -> Iterator[XmlRecord]:
        """The records that ended since the last call."""
        found, self.found = self.found, []
        yield from found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """The parser meets the beginning of an element."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _RefusedError(f"elements lie over {MAX_DEPTH} deep")
        name = tag.rpartition("}")[2]
        if self._builder is None and name in self._tags and self._document is not None:
            self._builder, self._within, self._line = TreeBuilder(), self._depth, self._document.line
            self._elements = 0
        if self._builder is not None:
            self._elements += 1
            if self._elements > MAX_ELEMENTS:
                raise _RefusedError(f"the record has over {MAX_ELEMENTS:,} elements")
            self._builder.start(name, {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def data(self, text: str) -> None:
        """The parser meets text."""
        if self._builder is not None:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        """The parser meets the end of an element."""
        ended = self._depth == self._within
        self._depth -= 1
        if self._builder is not None:
            self._builder.end(tag.rpartition("}")[2])
            if ended:
                self._number += 1
                self.found.append(XmlRecord(self._line, self._number, self._builder.close()))
                self._builder = None

    def close(self) -> None:
        """The document ends."""


def _problems() -> tuple[type[Exception], ...]:
    from defusedxml import DefusedXmlException

    # ValueError: a declared encoding of several bytes a letter, or bytes that are none of the declared one.
    return (ParseError, DefusedXmlException, _RefusedError, ValueError, LookupError)


def _sentence(error: Exception) -> str:
    from defusedxml import EntitiesForbidden, ExternalReferenceForbidden

    if isinstance(error, EntitiesForbidden):
        return f"the file declares the entity {str(error.name)[:40]!r}, which is refused; remove its declaration"
    if isinstance(error, ExternalReferenceForbidden):
        return "the file refers to another file, which is refused; remove the reference"
    if isinstance(error, ParseError):
        return f"not well-formed XML ({str(error).partition(':')[0]})"
    return str(error) or type(error).__name__


def text_in(element: Element | None, path: str = ".") -> str:
    """The text of the first element at a path, "" where there is none."""
    found = element.find(path) if element is not None else None
    return (found.text or "").strip() if found is not None else ""
