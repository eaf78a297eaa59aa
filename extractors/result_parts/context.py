"""A paper as the results component sees it: sentences, mentions and quantities by character offset of the Doc."""

from bisect import bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from extractors.result_parts.lexicon import result_lexicon
from extractors.result_parts.quantity import Quantity, lower_same_length
from extractors.spans import mention_spans

# How far before a mention a verb of contribution may stand ("we introduce a large and diverse X").
_INTRODUCING_WINDOW = 60
# Longer stretches without a full stop are cut, so that the time stays linear in the text.
_LONGEST_SENTENCE = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """One mention: characters of the Doc, type, cluster and the index of its sentence."""

    start: int
    end: int
    type: str
    cluster: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """All places of one cluster of one type, in text order, and whether the paper seems to contribute it."""

    number: int
    type: str
    places: tuple[Place, ...]
    in_title: bool
    introduced: bool
    order: int


@dataclass(frozen=True, slots=True)
class PaperContext:
    """Text, sentence starts, places and clusters of one paper, and its quantities with their sentences."""

    text: str
    lower: str
    title_end: int
    starts: tuple[int, ...]
    places: tuple[Place, ...]
    clusters: dict[str, list[Cluster]]
    quantities: tuple[Quantity, ...]
    sentences: tuple[int, ...]
    places_in: dict[int, list[Place]] = field(default_factory=dict)
    quantities_in: dict[int, list[int]] = field(default_factory=dict)

    def sentence_span(self, sentence: int) -> tuple[int, int]:
        """Characters of a sentence."""
        last = sentence + 1 == len(self.starts)
        return self.starts[sentence], len(self.text) if last else self.starts[sentence + 1]


def read_context(doc: Doc, text: str, quantities: list[Quantity]) -> PaperContext:
    """Gather what decides about the quantities of a Doc with sentence starts and final mentions.

    `text` is the text of the Doc or its beginning; what lies behind it is left out.
    """
    # One array instead of a walk over the tokens, which would take longer than all the rest.
    table = doc.to_array(["SENT_START", "IDX"])
    starts: list[int] = table[(table[:, 0] == 1) & (table[:, 1] < len(text)), 1].tolist()
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    ends = [*starts[1:], len(text)]
    spans = list(zip(starts, ends, strict=True))
    if any(end - start > _LONGEST_SENTENCE for start, end in spans):
        starts = [cut for start, end in spans for cut in range(start, end, _LONGEST_SENTENCE)]
    lower = lower_same_length(text)
    title_end = int(doc._.abstract_start)
    places: list[Place] = []
    for span in mention_spans(doc):
        start = span.start_char
        if start >= len(text):
            continue
        places.append(Place(start, span.end_char, span.label_, int(span._.cluster), bisect_right(starts, start) - 1))
    places.sort(key=lambda place: (place.start, place.end))
    grouped: dict[tuple[str, int], list[Place]] = {}
    places_in: dict[int, list[Place]] = {}
    for place in places:
        places_in.setdefault(place.sentence, []).append(place)
        if place.cluster >= 0:
            grouped.setdefault((place.type, place.cluster), []).append(place)
    clusters: dict[str, list[Cluster]] = {}
    for (kind, number), members in grouped.items():
        of_type = clusters.setdefault(kind, [])
        of_type.append(
            Cluster(
                number,
                kind,
                tuple(members),
                members[0].start < title_end,
                any(_introduced(lower, place.start) for place in members),
                len(of_type),
            )
        )
    sentences = tuple(bisect_right(starts, quantity.start) - 1 for quantity in quantities)
    quantities_in: dict[int, list[int]] = {}
    for index, sentence in enumerate(sentences):
        quantities_in.setdefault(sentence, []).append(index)
    return PaperContext(
        text=text,
        lower=lower,
        title_end=title_end,
        starts=tuple(starts),
        places=tuple(places),
        clusters=clusters,
        quantities=tuple(quantities),
        sentences=sentences,
        places_in=places_in,
        quantities_in=quantities_in,
    )


def _introduced(lower: str, start: int) -> bool:
    window = lower[max(0, start - _INTRODUCING_WINDOW) : start]
    window = window[window.rfind(". ") + 1 :]
    return any(word in window for word in result_lexicon().cues["introducing"])
