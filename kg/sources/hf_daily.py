"""Hugging Face *Daily Papers*: a listing page saved as text.

After the page's furniture come records: title, blank line, abstract, blank line, then `• N authors`, `·` and a date.
Papers of organisations lack that last block, so that the next title follows the abstract at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.dates import as_far_as_real, month_number, parse_iso
from kg.identifiers import paper_id
from kg.records import Paper, Precision, Reject
from kg.sources.inputs import Input
from kg.sources.registry import ReadOptions
from kg.sources.text import one_line, paragraph, storable

_BANNER = re.compile(r"byAK and the research community", re.IGNORECASE)
_FURNITURE = frozenset(
    {"new", "get trending papers in your email inbox!", "subscribe", "daily papers", "previous", "next"}
)
_AUTHORS = re.compile(r"(?:[•·*]\s*)?(\d{1,5}) authors?\Z")
# A month, a day, perhaps a year, perhaps the number of upvotes.
_DATE = re.compile(r"([A-Z][a-z]{2,8})\.? (\d{1,2})(?:, ?(\d{4}))?(?: +\d+)?\Z")
# Titles on these pages stay below this; longer blocks where a title is due are paragraphs of an abstract.
_MAX_TITLE = 350
# Pages are read as a whole; one of a thousand papers is far below this (bytes).
_MAX_PAGE = 16 * 2**20


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines between blank lines, joined, with the number of the first one."""

    line: int
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Byline:
    """The closing block of a record: number of authors and the date as written, either may be missing."""

    author_count: int | None
    raw_date: str | None


class HfDaily:
    """Reader of saved Daily Papers pages."""

    name = "hf-daily"

    def sniff(self, head: str) -> bool:
        """Whether the text has the page's banner or a line that counts authors."""
        return bool(_BANNER.search(head)) or any(_AUTHORS.match(line.strip()) for line in head.splitlines())

    def read(self, source: Input, options: ReadOptions) -> Iterator[Paper | Reject]:
        """The page's papers in order."""
        raw = source.stream.read(_MAX_PAGE + 1)
        if len(raw) > _MAX_PAGE:
            yield Reject(source.name, None, f"the page is over {_MAX_PAGE:,} bytes; split it", "file")
            return
        try:
            text = storable(raw.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            yield Reject(source.name, line, "not UTF-8 text; save the page as UTF-8", "file")
            return
        blocks, page_year = _strip_furniture(_blocks(text))
        year = options.page_year or page_year or _year_after_latest(blocks)
        found = False
        for item in _records(source.name, blocks):
            if isinstance(item, Reject):
                yield item
                continue
            found = True
            title, abstract, byline = item
            yield from _paper(source.name, title, abstract, byline, year)
        if not found:
            yield Reject(source.name, None, "the page holds no record (title, abstract, authors and date)", "file")


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            if not lines:
                start = number
            lines.append(line.strip())
        elif lines:
            blocks.append(_Block(start, "\n".join(lines), tuple(lines)))
            lines = []
    return blocks


def _strip_furniture(blocks: list[_Block]) -> tuple[list[_Block], int | None]:
    """The blocks of the records, and the year of the page's own date where it states one."""
    banner = next((i for i, b in enumerate(blocks) if _BANNER.search(b.text)), None)
    rest = blocks if banner is None else blocks[banner + 1 :]
    page_year = None
    while rest and (rest[0].text.lower() in _FURNITURE or _is_date(rest[0].text)):
        if match := _DATE.match(rest[0].text):
            page_year = int(match.group(3)) if match.group(3) else page_year
        rest = rest[1:]
    while rest and rest[-1].text.lower() in _FURNITURE:
        rest = rest[:-1]
    return rest, page_year


def _is_date(text: str) -> bool:
    """Whether a line is a date: `Oct 29` is one, a title such as `Gemma 3` is none."""
    match = _DATE.match(text)
    return bool(match and month_number(match.group(1)))


def _year_after_latest(blocks: list[_Block]) -> int | None:
    """One after the latest explicit year: the listing leaves out the year of dates in its own year."""
    dates = (_DATE.match(byline.raw_date) for b in blocks if (byline := _byline(b)) and byline.raw_date)
    years = [int(match.group(3)) for match in dates if match and match.group(3)]
    return max(years) + 1 if years else None


def _byline(block: _Block) -> _Byline | None:
    parts = [part for part in block.parts if part not in {"·", "•"}]
    count = _AUTHORS.match(parts[0]) if parts else None
    if count and len(parts) <= 2:
        return _Byline(int(count.group(1)), parts[1] if len(parts) == 2 else None)
    return None


def _records(name: str, blocks: list[_Block]) -> Iterator[tuple[_Block, _Block, _Byline | None] | Reject]:
    run: list[_Block] = []
    for block in blocks:
        byline = _byline(block)
        if byline is None:
            run.append(block)
            continue
        if not run:
            yield Reject(name, block.line, "an author line without a title and abstract before it")
            continue
        yield from _pairs(name, run, byline)
        run = []
    yield from _pairs(name, run, None)


def _pairs(
    name: str, run: list[_Block], byline: _Byline | None
) -> Iterator[tuple[_Block, _Block, _Byline | None] | Reject]:
    """Cut blocks between two author lines into (title, abstract); the byline belongs to the last pair."""
    pairs: list[tuple[_Block, _Block]] = []
    rejects: list[Reject] = []
    position = 0
    while position < len(run):
        title = run[position]
        if len(run) > 1 and not _opens_record(run, position):
            rejects.append(Reject(name, title.line, "a paragraph where a title is due"))
            position += 1
            continue
        position += 1
        body = run[position : position + 1]
        position += len(body)
        # Prose goes on with this abstract; so does one sentence, unless the rest pairs up as titles and abstracts.
        while (
            position < len(run)
            and not _is_title(run[position])
            and (_is_prose(run[position]) or (len(run) - position) % 2)
        ):
            body.append(run[position])
            position += 1
        if not body:
            rejects.append(Reject(name, title.line, f"the record {title.text[:60]!r} has no abstract"))
            continue
        pairs.append((title, _Block(body[0].line, "\n".join(b.text for b in body), ())))
    yield from rejects
    for number, (title, abstract) in enumerate(pairs):
        yield title, abstract, byline if number == len(pairs) - 1 else None


def _opens_record(run: list[_Block], position: int) -> bool:
    """Whether the block may be a title: it looks like one, or is a single sentence with a paragraph after it."""
    title, following = run[position], run[position + 1 : position + 2]
    return _is_title(title) or (not _is_prose(title) and any(not _is_title(block) for block in following))


def _is_title(block: _Block) -> bool:
    return len(block.text) <= _MAX_TITLE and not block.text.endswith(".")


def _is_prose(block: _Block) -> bool:
    """Longer than any title, or of several sentences."""
    return len(block.text) > _MAX_TITLE or (block.text.endswith(".") and bool(re.search(r"\.\s", block.text)))


def _states_year(text: str) -> bool:
    match = _DATE.match(text)
    return bool(match and match.group(3))


def _date(text: str, year: int | None) -> tuple[str | None, Precision | None, str | None]:
    """The ISO date of a line and its precision, and what to tell the user if it does not exist as it stands.

    `year` is that of dates that state none.
    """
    match = _DATE.match(text)
    if match and match.group(3):
        year = int(match.group(3))
    if year is None:
        reason = "a date without a year on a page that names none; use --page-year"
        return None, None, f"{reason}; the paper is kept without a date"
    month = month_number(match.group(1)) if match else None
    found = as_far_as_real(str(year), str(month), match.group(2)) if match and month else None
    parsed = parse_iso(found) if found else None
    if parsed is None:
        return None, None, "no such date; the paper is kept without a date"
    return *parsed, None if parsed[1] == "day" else f"no such day; the paper is kept with {found}"


def _paper(
    name: str, title_block: _Block, abstract: _Block, byline: _Byline | None, year: int | None
) -> Iterator[Paper | Reject]:
    stated = byline.raw_date if byline else None
    published, precision, fault = _date(stated, year) if stated else (None, None, None)
    if fault:
        yield Reject(name, abstract.line, f"{stated!r}: {fault}", "field")
    title = one_line(title_block.text)
    yield Paper(
        id=paper_id(title),
        title=title,
        abstract=paragraph(abstract.text),
        published=published,
        published_precision=precision,
        year_inferred=bool(published and stated and not _states_year(stated)),
        author_count=byline.author_count if byline else None,
        source=HfDaily.name,
    )
