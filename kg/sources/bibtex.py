"""BibTeX: the ACL Anthology, reference managers, and whatever else writes entries with an abstract.

bibtexparser reads one entry at a time, so that a broken one does no harm to the next. `crossref` is not followed: what
it lends, the name of a volume, is no part of a paper here.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from kg.dates import month_number
from kg.records import Paper, Reject
from kg.sources.entries import Author, Entry, paper_of
from kg.sources.inputs import Input
from kg.sources.latex import latex_to_text
from kg.sources.lines import Block, Line, text_lines
from kg.sources.registry import ReadOptions

_START = re.compile(r"\s*@\s*(\w+)\s*[{(]")
_FIRST_ENTRY = re.compile(r"^\s*@\s*(?!comment|preamble|string)\w+\s*\{\s*[^\s,={}]*\s*,", re.IGNORECASE | re.MULTILINE)
_KEY = re.compile(r"\s*@\s*\w+\s*[{(]\s*([^\s,={}()]+)")
_MACRO = re.compile(r"\s*@\s*string\s*[{(]\s*([^\s={}\"]+)\s*=", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][\w:.+/-]*")
_MONTH_WORD = re.compile(r"[A-Za-z]{3,}")
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHERS = re.compile(r"\s+and\s+(?:others|et\.? al\.?)\s*\Z", re.IGNORECASE)
# As in `journal = {arXiv preprint arXiv:2101.00001}`.
_ARXIV = re.compile(r"arxiv:\s*(\S+)", re.IGNORECASE)
# Lines that a program writes before the first entry.
_LINES_BEFORE: Final = 10
# Kinds of blocks that are no works.
_NO_WORK: Final = {"comment", "preamble", "string"}


class BibTex:
    """Reader of entries."""

    name = "bibtex"

    def sniff(self, head: str) -> bool:
        """Whether there is an entry with a key, and few lines before it but comments and macros."""
        first = _FIRST_ENTRY.search(head)
        if first is None:
            return False
        return (
            head.lstrip("\ufeff \t\r\n").startswith(("@", "%")) or head.count("\n", 0, first.start()) <= _LINES_BEFORE
        )

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """One paper an entry; entries that do not parse or have no title or abstract are rejected."""
        macros = {month: f'@string{{{month} = "{month}"}}\n' for month in _MONTHS}
        number = 0
        for block in _blocks(text_lines(source)):
            if block.kind not in _NO_WORK:
                number += 1
            if block.fault:
                yield Reject(source.name, block.line, block.fault)
                continue
            text = "".join(block.lines)
            if block.kind == "string":
                if match := _MACRO.match(text):
                    macros[match.group(1).lower()] = text if text.endswith("\n") else text + "\n"
            elif block.kind not in _NO_WORK:
                yield from self._entry(source.name, block.line, number, text, macros)

    def _entry(self, name: str, line: int, number: int, text: str, macros: dict[str, str]) -> Iterator[Paper | Reject]:
        fields = _fields(text, macros)
        if isinstance(fields, str):
            yield Reject(name, line, fields)
            return
        complete = not _OTHERS.search(fields.get("author", ""))
        for item in paper_of(_entry_of(fields), self.name, name, line, number):
            # How many the others are is not said.
            yield item if complete or isinstance(item, Reject) else replace(item, author_count=None)


def _blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """The blocks of a file; what stands before the first and is no comment is left out, as BibTeX does."""
    block: Block | None = None
    for line in lines:
        if match := _START.match(line.text):
            if block:
                yield block
            block = _block(line.number, match.group(1).lower())
        if block:
            block.add(line)
        elif line.fault:
            yield _block(line.number, fault=line.fault)
    if block:
        yield block


def _block(line: int, kind: str = "", fault: str | None = None) -> Block:
    """The lines from one `@` to the next."""
    return Block(line, "entry", "is a brace missing?", kind, fault=fault)


def _fields(text: str, macros: dict[str, str]) -> dict[str, str] | str:
    """The fields of the entry that a text holds, names in lower case; or why it cannot be read."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import DuplicateFieldKeyBlock, ParsingFailedBlock

    words = dict.fromkeys(word.lower() for word in _WORD.findall(text))
    known = "".join(macros[word] for word in words if word in macros)
    # bibtexparser says in its log what it says in its result.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    try:
        library = parse_string(known + text)
    except Exception as error:  # whatever the library may raise at odd bytes, the next entry is read
        return f"not BibTeX: {type(error).__name__}"
    for failed in library.failed_blocks:
        if isinstance(failed, DuplicateFieldKeyBlock):
            return _as_text(failed.ignore_error_block, quoted=True)
        if isinstance(failed, ParsingFailedBlock) and "@" in (failed.raw or ""):
            return _broken(text)
    if not library.entries:
        return _broken(text)
    return _as_text(library.entries[0])


def _broken(text: str) -> str:
    """What to say of an entry that does not parse, which its key names."""
    named = _KEY.match(text)
    entry = f"the entry {named.group(1)[:40]!r}" if named else "the entry"
    return f"not BibTeX: a brace, quote or comma is missing in {entry}, or one is too many"


def _as_text(entry: Any, *, quoted: bool = False) -> dict[str, str]:
    """The first value of each field; `quoted` where their own quotes or braces are still around them."""
    found: dict[str, str] = {}
    for part in entry.fields:
        found.setdefault(str(part.key).lower(), _unquoted(str(part.value)) if quoted else str(part.value))
    return found


def _unquoted(value: str) -> str:
    """A value without the quotes or braces around it."""
    value = value.strip()
    if len(value) > 1 and (value[0] == value[-1] == '"' or _is_one_group(value)):
        return value[1:-1]
    return value


def _is_one_group(value: str) -> bool:
    """Whether the first brace is closed by the last: `{A {B}}`, not `{A} {B}`."""
    depth = 0
    for place, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        if depth <= 0:
            return value[0] == "{" and place == len(value) - 1
    return False


def _entry_of(fields: dict[str, str]) -> Entry:
    def text(*names: str) -> str:
        found = next((fields[name] for name in names if fields.get(name, "").strip()), "")
        return latex_to_text(found, strip_braces=True)

    people = _authors(fields.get("author", ""))
    archive = text("archiveprefix", "eprinttype").strip().lower()
    eprint = text("eprint", "arxivid", "arxiv")
    title, subtitle = text("title"), text("subtitle")
    return Entry(
        title=f"{title}: {subtitle}" if subtitle else title,
        abstract=text("abstract"),
        identifiers=[
            eprint if archive in {"", "arxiv"} else "",
            *(fields.get(name, "").strip().replace("\\_", "_") for name in ("doi", "url", "ee")),
            *(match.group(1) for name in ("journal", "note") if (match := _ARXIV.search(fields.get(name, "")))),
        ],
        published=_date(fields),
        authors=[Author(name) for name in people],
        url=fields.get("url", "").strip().replace("\\_", "_"),
        categories=_keywords(text("keywords", "primaryclass")),
    )


def _keywords(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[;,]", text) if word.strip()]


def _authors(text: str) -> list[str]:
    """Names as `Given Family`; `and others` is nobody."""
    names = [" ".join(name.split()) for name in _split_names(_OTHERS.sub("", text))]
    return [_given_first(name) for name in names if name]


def _split_names(text: str) -> list[str]:
    """The parts between the `and` outside of braces."""
    parts, depth, start = [], 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", text, re.IGNORECASE):
        if match.group() in "{}":
            depth += 1 if match.group() == "{" else -1
        elif depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def _given_first(name: str) -> str:
    """`Family, Given` and `Family, Jr, Given` turned round; a comma within braces parts nothing."""
    if _is_one_group(name):
        return latex_to_text(name, strip_braces=True)
    parts = [part.strip() for part in latex_to_text(name, strip_braces=True).split(",")]
    if len(parts) == 2:
        return f"{parts[1]} {parts[0]}".strip()
    return f"{parts[2]} {parts[0]} {parts[1]}" if len(parts) == 3 else " ".join(parts)


def _date(fields: dict[str, str]) -> str:
    """The ISO date of `date`, or of `year`, `month` and `day`, as precise as they are."""
    date = fields.get("date", "").strip().partition("/")[0]
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", date):
        return date
    year = fields.get("year", "").strip() or date
    found = _YEAR.search(year)
    if not found:
        return year
    written = fields.get("month", "").strip()
    word = _MONTH_WORD.search(written)
    month = month_number(word.group()) if word else int(written) if re.fullmatch(r"0?[1-9]|1[0-2]", written) else None
    if not month:
        return found.group(1)
    days = _DAY.findall(fields.get("day", "") or (written if word else ""))
    return f"{found.group(1)}-{month:02}" + (f"-{int(days[0]):02}" if len(days) == 1 else "")
