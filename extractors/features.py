"""One paper's mentions in their wording, laid out so that features of clusters and of pairs are cheap to read.

Every mention is collapsed to one item (`<Method>`), and so is a name with its acronym in parentheses, so that the
words left and right of a name and between two names can be compared across papers.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc, Span

from extractors.cues import Cue, load_cues
from extractors.records import TYPES, Section
from extractors.spans import mention_spans, section_of, section_offset

_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
# Between the names of one enumeration stand only these.
_LINK = frozenset((",", "and", "or", "&", "/", "as", "well"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cluster is named: the item it was collapsed to, and its sentence."""

    item: int
    sentence: int
    cluster: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a range of items, with its characters in the Doc."""

    first: int
    end: int
    start_char: int
    end_char: int
    in_title: bool


@dataclass(slots=True)
class Cluster:
    """All mentions of one thing. `texts` are its wordings by first occurrence, `names` the same in lower case."""

    number: int
    type: str
    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    mention_count: int = 0

    def add_name(self, text: str) -> None:
        """Count a mention; keep its wording when it is a different one."""
        self.mention_count += 1
        if text not in self.texts:
            self.texts.append(text)
            name = text.lower()
            if name not in self.names:
                self.names.append(name)


@dataclass(frozen=True, slots=True)
class PaperView:
    """The collapsed text of a paper. `cues` are in order of start; `type_of[i]` is None for words."""

    items: list[str]
    type_of: list[str | None]
    sentences: list[Sentence]
    cues: list[Cue]
    cue_starts: list[int]
    clusters: list[Cluster]
    places: list[Place]

    def left(self, place: Place, width: int) -> list[str]:
        """Up to `width` items before a place in its sentence, the nearest first."""
        low = max(self.sentences[place.sentence].first, place.item - width)
        return self.items[low : place.item][::-1]

    def right(self, place: Place, width: int) -> list[str]:
        """Up to `width` items after a place in its sentence, the nearest first."""
        return self.items[place.item + 1 : min(self.sentences[place.sentence].end, place.item + 1 + width)]

    def cues_between(self, low: int, high: int) -> list[Cue]:
        """The cues that start at items low..high - 1."""
        return self.cues[bisect_left(self.cue_starts, low) : bisect_left(self.cue_starts, high)]

    def list_start(self, place: Place) -> int:
        """The first item of the enumeration of names that a place belongs to: itself when it stands alone."""
        first = self.sentences[place.sentence].first
        start = i = place.item
        while i > first:
            i -= 1
            if self.type_of[i] is not None:
                start = i
            elif self.items[i] not in _LINK or start - i > 3:
                break
        return start


# A mention as it is laid out: first token, minus the end (so that the longest sorts first), cluster, type.
Mark = tuple[int, int, int, str]

# Roles and relations read the same view of a Doc one after the other; it is laid out once.
_latest: tuple[Doc | None, list[Mark], "PaperView | None"] = (None, [], None)


def view_paper(doc: Doc) -> PaperView:
    """Collapse a Doc whose final mentions carry clusters; mentions without a cluster stay words.

    Of overlapping mentions the one that starts first, then the longest, is collapsed; the others share its item.
    """
    global _latest  # noqa: PLW0603
    marks = [(span.start, -span.end, span._.cluster, span.label_) for span in mention_spans(doc) if _counts(span)]
    marks.sort()
    known_doc, known_marks, known_view = _latest
    if known_doc is doc and known_marks == marks and known_view is not None:
        return known_view
    layout = _Layout(doc, marks)
    bounds = _sentence_bounds(doc)
    for start, end in pairwise(bounds):
        layout.add_sentence(start, end)
    cues = load_cues().find(layout.items)
    cue_starts = [cue.start for cue in cues]
    clusters = [layout.clusters[number] for number in sorted(layout.clusters)]
    view = PaperView(layout.items, layout.type_of, layout.sentences, cues, cue_starts, clusters, layout.places)
    _latest = (doc, marks, view)
    return view


def _sentence_bounds(doc: Doc) -> list[int]:
    """The first token of every sentence, then the length of the Doc; without sentences all is one."""
    if not len(doc):
        return []
    starts = [i for i, mark in enumerate(doc.to_array("SENT_START").tolist()) if mark == 1 or i == 0]
    return [*starts, len(doc)]


def _counts(span: Span) -> bool:
    return span.label_ in TYPES and span._.cluster >= 0


class _Layout:
    """The items of a Doc while they are laid out sentence by sentence."""

    def __init__(self, doc: Doc, marks: list[Mark]) -> None:
        self.marks = marks
        # Arrays instead of `doc.text` and Token objects: making one object a token would cost more than all the rest.
        strings = doc.vocab.strings
        texts = [strings[key] for key in doc.to_array("ORTH").tolist()]
        spaces = doc.to_array("SPACY").tolist()
        self.text = "".join([text + " " if space else text for text, space in zip(texts, spaces, strict=True)])
        self.words = [text.lower() for text in texts]
        self.starts = doc.to_array("IDX").tolist()
        self.lengths = doc.to_array("LENGTH").tolist()
        self.abstract_start = int(doc._.abstract_start)
        self.clusters: dict[int, Cluster] = {}
        self.items: list[str] = []
        self.type_of: list[str | None] = []
        self.sentences: list[Sentence] = []
        self.places: list[Place] = []
        self._next_mark = 0
        self._next_word = 0

    def add_sentence(self, start: int, end: int) -> None:
        """Lay out the words and mentions that begin in the sentence of tokens start..end."""
        first = len(self.items)
        while True:
            following = self.marks[self._next_mark][0] if self._next_mark < len(self.marks) else end
            if self._next_word >= end and following >= end:
                break
            if following <= self._next_word:
                self._add_mention(*self.marks[self._next_mark])
                self._next_mark += 1
                continue
            word = self.words[self._next_word]
            self._next_word += 1
            if not word.isspace():
                self.items.append("0" if word.isdigit() else word)
                self.type_of.append(None)
        while end > start + 1 and self.words[end - 1].isspace():
            end -= 1
        start_char, end_char = self.starts[start], self.starts[end - 1] + self.lengths[end - 1]
        in_title = start_char < self.abstract_start
        self.sentences.append(Sentence(first, len(self.items), start_char, end_char, in_title))

    def _add_mention(self, start: int, minus_end: int, number: int, label: str) -> None:
        end = -minus_end
        cluster = self.clusters.get(number)
        if cluster is None:
            cluster = self.clusters[number] = Cluster(number, label)
        last_token = max(start, end - 1)
        cluster.add_name(self.text[self.starts[start] : self.starts[last_token] + self.lengths[last_token]])
        last = self.places[-1] if self.places else None
        if last is not None and start < self._next_word:
            place = Place(last.item, last.sentence, number)
        elif last is not None and last.cluster == number and self._is_aside(end, last):
            self.items.pop()
            self.type_of.pop()
            place = last
        else:
            place = Place(len(self.items), len(self.sentences), number)
            self.items.append(f"<{cluster.type}>")
            self.type_of.append(cluster.type)
        self._next_word = max(self._next_word, end)
        if place is last:
            self._next_word += 1
            return
        self.places.append(place)
        cluster.places.append(place)

    def _is_aside(self, end: int, last: Place) -> bool:
        """Whether a mention that ends there stands in parentheses right after another name of the same thing."""
        return (
            last.sentence == len(self.sentences)
            and last.item == len(self.items) - 2
            and self.items[-1] in _OPEN
            and end < len(self.words)
            and self.words[end] in _CLOSE
        )


def sentence_offsets(doc: Doc, sentence: Sentence) -> tuple[Section, int, int]:
    """The section of a sentence and its characters there."""
    section = section_of(doc, sentence.start_char)
    start = section_offset(doc, sentence.start_char, section)
    return section, start, section_offset(doc, sentence.end_char, section)
