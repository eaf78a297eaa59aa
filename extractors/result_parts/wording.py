"""The text that states a result, and what kind of statement it is."""

from typing import cast

from extractors.records import Kind
from extractors.result_parts.context import Cluster, PaperContext
from extractors.result_parts.weights import WordModel

# A quote reaches to the metric or dataset of its number only over this many characters: longer stretches are clauses
# of their own.
_QUOTE_REACH = 60


def read_kind(words: list[str], models: dict[str, WordModel]) -> tuple[Kind, float]:
    """The most probable kind of a number with these words around it, and its share of the probabilities of all kinds.

    Ties go to the first in alphabetical order.
    """
    if not models:
        return "other", 1.0
    chances = {kind: models[kind].predict(words) for kind in sorted(models)}
    best = max(chances, key=chances.__getitem__)
    return cast(Kind, best), chances[best] / sum(chances.values())


def quote_span(context: PaperContext, index: int, chosen: list[Cluster]) -> tuple[int, int]:
    """Characters of the Doc that state quantity `index`.

    They hold its number phrase, its partner in "from A to B", and the nearest mentions of the chosen clusters where
    these stand close by in the sentence.
    """
    quantity = context.quantities[index]
    sentence = context.sentences[index]
    start, end = quantity.phrase_start, quantity.phrase_end
    sentence_start, sentence_end = context.sentence_span(sentence)
    if {"from_second", "to_second", "arrow_second"} & quantity.flags and index > 0:
        previous = context.quantities[index - 1]
        start = previous.phrase_start
        lead = context.lower[max(sentence_start, start - 6) : start]
        if lead.rstrip(" $~").endswith("from"):
            start = max(sentence_start, start - 6) + lead.rindex("from")
    others = [context.quantities[other] for other in context.quantities_in[sentence] if other != index]
    here = context.places_in.get(sentence, [])
    for cluster in chosen:
        places = [place for place in here if place.cluster == cluster.number]
        if not places:
            continue
        place = min(places, key=lambda place: max(quantity.start - place.end, place.start - quantity.phrase_end))
        if place.end <= start:
            if start - place.end <= _QUOTE_REACH and not any(place.end <= other.start < start for other in others):
                start = place.start
        elif place.start >= end:
            if place.start - end <= _QUOTE_REACH and not any(end <= other.start < place.start for other in others):
                end = place.end
        else:
            start, end = min(start, place.start), max(end, place.end)
    start = max(start, sentence_start)
    end = min(max(end, quantity.phrase_end), max(sentence_end, quantity.phrase_end))
    if context.text.count("$", start, end) % 2:
        if start > 0 and context.text[start - 1] == "$":
            start -= 1
        elif context.text[end : end + 1] == "$":
            end += 1
    return start, end
