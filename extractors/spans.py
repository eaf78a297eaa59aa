"""The meeting place of the components: one span group, its extensions, and the two sections of a paper's Doc.

A paper is one Doc whose text is the title, SECTION_BREAK and the abstract. Every component that proposes mentions
appends spans to `doc.spans[MENTIONS]`, with the type as label, and `span._.score` and `span._.extractor` set. Those
attributes hold one value for a stretch of text; where several extractors propose the same one, `doc._.proposals` has
them all.
"""

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from extractors.records import Abbreviation, Relation, Role, Section, StatedResult

MENTIONS = "mentions"
SECTION_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One extractor's vote for a mention; `start` and `end` are tokens."""

    start: int
    end: int
    label: str
    score: float
    extractor: str


_SPAN_EXTENSIONS: dict[str, object] = {"score": 0.0, "extractor": "", "cluster": -1}
_DOC_EXTENSIONS: dict[str, object] = {
    **dict.fromkeys(("abbreviations", "roles", "relations", "results", "proposals", "written")),
    "abstract_start": 0,
}


def register_extensions() -> None:
    """Declare the Doc and Span extensions; calling it again changes nothing."""
    for name, default in _SPAN_EXTENSIONS.items():
        if not Span.has_extension(name):
            Span.set_extension(name, default=default)
    for name, default in _DOC_EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register_extensions()


def paper_text(title: str, abstract: str) -> str:
    """The text of a paper's Doc."""
    return f"{title}{SECTION_BREAK}{abstract}" if abstract else title


def set_sections(doc: Doc, title: str) -> None:
    """Record where the abstract begins in a Doc made of `paper_text(title, ...)`."""
    doc._.written = doc.text
    doc._.abstract_start = min(len(title) + len(SECTION_BREAK), len(doc._.written))


def text_of(doc: Doc) -> str:
    """The text of a Doc, kept by `set_sections`: `doc.text` joins the tokens anew at every use."""
    written: str | None = doc._.written
    return doc.text if written is None else written


def section_of(doc: Doc, start: int) -> Section:
    """The section that a character offset of the Doc lies in."""
    return "abstract" if start >= doc._.abstract_start else "title"


def section_offset(doc: Doc, offset: int, section: Section) -> int:
    """A character offset of the Doc as an offset into its section."""
    return offset - int(doc._.abstract_start) if section == "abstract" else offset


def start_mentions(doc: Doc) -> None:
    """See that a Doc has the group of proposed mentions, be it empty."""
    if MENTIONS not in doc.spans:
        doc.spans[MENTIONS] = []


def add_mention(doc: Doc, span: Span, *, score: float, extractor: str) -> None:
    """Propose a span as a mention."""
    span._.score = score
    span._.extractor = extractor
    if doc._.proposals is None:
        doc._.proposals = []
    doc._.proposals.append(Proposal(span.start, span.end, span.label_, float(score), extractor))
    doc.spans[MENTIONS].append(span)


def proposals(doc: Doc) -> list[Proposal]:
    """All votes for mentions, in the order in which they were given."""
    return list(doc._.proposals or [])


def mention_spans(doc: Doc) -> list[Span]:
    """The proposed, or after resolution the final, mentions in text order."""
    return list(doc.spans[MENTIONS]) if MENTIONS in doc.spans else []


def found_abbreviations(doc: Doc) -> list[Abbreviation]:
    """The abbreviations that the paper defines."""
    return list(doc._.abbreviations or [])


def found_roles(doc: Doc) -> list[Role]:
    """The paper-to-cluster roles."""
    return list(doc._.roles or [])


def found_relations(doc: Doc) -> list[Relation]:
    """The cluster-to-cluster relations."""
    return list(doc._.relations or [])


def found_results(doc: Doc) -> list[StatedResult]:
    """The stated results."""
    return list(doc._.results or [])
