"""What speaks for a quantity being a stated result: numbers for the boosted trees, words for the linear model."""

import re
from functools import lru_cache
from itertools import pairwise

from extractors.records import TYPES
from extractors.result_parts.context import PaperContext, Place
from extractors.result_parts.lexicon import result_lexicon
from extractors.result_parts.quantity import UNIT_CLASSES, Quantity

_CUES = ("improvement", "reduction", "speedup", "outcome", "contents", "comparison", "setting")
_FLAGS = (
    *("range", "plus", "minus", "plus_after", "power", "ordinal", "compound", "spelled", "attached_scale"),
    *("from_first", "from_second", "to_first", "to_second", "arrow_first", "arrow_second"),
    *("out_of_first", "out_of_second", "versus_first", "versus_second", "list_first", "list_second"),
)
# Distances, in characters, beyond which a mention counts as absent.
_FAR = 200
_TOKEN = re.compile(r"[^\W\d_]+|[0-9][0-9.,]*|[^\w\s]|_")
_SYMBOL = re.compile(r"[A-Za-zα-ωΑ-Ω}_]\s?\$?\s?(?:=|<|>|\\leq?|\\geq?|≤|≥|\{=\}|\\in)\s?\$?\s?\{?[-+]?$")
_WINDOW = 70
_COMPARISON = re.compile(
    r"[\s-](?:as\s\w{2,12}\sas\b|(?:fast|slow|small|larg|high|low|cheap|short|long|few)er\b|less\b|more\b|better\b)"
)
_SPELLED_FLOOR = 0.6
FEATURE_NAMES: tuple[str, ...] = (
    *("words", "words_previous", "words_next", "words_sentence", "words_paper"),
    *("digits", "decimals", "integer", "thousands", "small", "in_title", "position", "sentence_position"),
    *("numbers_in_sentence", "number_index", "numbers_in_paper", "percents_in_paper", "previous_is_bound", "symbol"),
    *(
        "bracket_before",
        "bracket_after",
        "equals_before",
        "colon_before",
        "math_before",
        "open_brackets",
        "square_open",
    ),
    *(f"unit_{name}" for name in UNIT_CLASSES),
    *(f"flag_{name}" for name in _FLAGS),
    *(f"bound_{name}" for name in ("up_to", "at_least", "approx")),
    *(f"left_{name}" for name in TYPES),
    *(f"right_{name}" for name in TYPES),
    *("inside_mention", "inside_dataset", "dataset_introduced", "dataset_in_title", "dataset_before_introduced"),
    *("metric_adjacent", "confidence", "datasets", "metrics"),
    *(f"{side}_{name}" for side in ("before", "after", "near") for name in _CUES),
)


@lru_cache(maxsize=1)
def _cue_patterns() -> tuple[re.Pattern[str], ...]:
    cues = result_lexicon().cues
    return tuple(re.compile(r"\b(?:" + "|".join(map(re.escape, cues[name])) + ")") for name in _CUES)


def numeric_features(context: PaperContext, index: int, words: list[float]) -> list[float]:
    """The features named in FEATURE_NAMES of one quantity; `words` has the linear model's score of each."""
    quantity = context.quantities[index]
    sentence = context.sentences[index]
    start, end = context.sentence_span(sentence)
    text, lower = context.text, context.lower
    written = text[quantity.start : quantity.end]
    same = context.quantities_in[sentence]
    before = text[max(start, quantity.start - 12) : quantity.start]
    stripped = before.rstrip(" $~")
    decimals = len(quantity.value.partition(".")[2])
    left, right, inside = _distances(context.places_in.get(sentence, []), quantity)
    datasets = context.clusters.get("Dataset", [])
    left_text = lower[max(start, quantity.start - _WINDOW) : quantity.start]
    right_text = lower[quantity.phrase_end : min(end, quantity.phrase_end + _WINDOW)]
    in_sentence = text[start : quantity.start]
    cues = _cue_patterns()
    before_sentence = lower[start : quantity.start]
    local = {place.cluster for place in context.places_in.get(sentence, []) if place.type == "Dataset"}
    position = same.index(index)
    return [
        words[index],
        words[same[position - 1]] if position > 0 else 0.0,
        words[same[position + 1]] if position + 1 < len(same) else 0.0,
        sum(words[other] for other in same) / len(same),
        max(words),
        float(min(len(quantity.value.lstrip("-").partition(".")[0]), 9)),
        float(min(decimals, 5)),
        float(decimals == 0),
        float("," in written),
        float(decimals == 0 and len(quantity.value) == 1),
        float(quantity.start < context.title_end),
        quantity.start / max(1, len(text)),
        (quantity.start - start) / max(1, end - start),
        float(min(len(same), 12)),
        float(min(position, 12)),
        float(min(len(context.quantities), 30)),
        float(min(20, sum(other.unit_class in ("percent", "points", "times") for other in context.quantities))),
        float(quantity.bound != "exact"),
        float(_SYMBOL.search(before) is not None),
        float(stripped.endswith("(")),
        float(text[quantity.phrase_end : quantity.phrase_end + 1] == ")"),
        float(stripped.endswith("=")),
        float(stripped.endswith(":")),
        float("$" in before[-2:]),
        float(in_sentence.count("(") - in_sentence.count(")")),
        float(in_sentence.count("[") > in_sentence.count("]")),
        *(float(quantity.unit_class == name) for name in UNIT_CLASSES),
        *(float(name in quantity.flags) for name in _FLAGS),
        *(float(quantity.bound == name) for name in ("up_to", "at_least", "approx")),
        *(float(left[name]) for name in TYPES),
        *(float(right[name]) for name in TYPES),
        float(inside != ""),
        float(inside == "Dataset"),
        float(any(cluster.introduced for cluster in datasets)),
        float(any(cluster.in_title for cluster in datasets)),
        float(any(cluster.introduced and cluster.number in local for cluster in datasets)),
        float(min(left["Metric"], right["Metric"]) <= 5),
        float("confidence" in right_text[:16] or right_text.lstrip().startswith("ci")),
        float(len(datasets)),
        float(len(context.clusters.get("Metric", []))),
        *(float(len(cue.findall(before_sentence)) > 0) for cue in cues),
        *(float(len(cue.findall(right_text)) > 0) for cue in cues),
        *(float(len(cue.findall(left_text[-30:] + " | " + right_text[:30])) > 0) for cue in cues),
    ]


def spelled_floor(context: PaperContext, index: int) -> float:
    """The least probability of a spelled-out factor before a comparison ("twice as fast"), else 0.

    Such factors are too rare in annotated papers for the learned part to know them.
    """
    quantity = context.quantities[index]
    if "spelled" not in quantity.flags or quantity.unit_class != "times":
        return 0.0
    following = context.lower[quantity.phrase_end : quantity.phrase_end + 20]
    return _SPELLED_FLOOR if _COMPARISON.match(following) else 0.0


def _distances(places: list[Place], quantity: Quantity) -> tuple[dict[str, int], dict[str, int], str]:
    """Characters to the nearest mention of each type on the left and right, and the type the number stands inside."""
    left = dict.fromkeys(TYPES, _FAR)
    right = dict.fromkeys(TYPES, _FAR)
    inside = ""
    for place in places:
        if place.type not in left:
            continue
        if place.start <= quantity.start < place.end:
            inside = place.type
        if place.end <= quantity.start:
            left[place.type] = min(left[place.type], quantity.start - place.end)
        elif place.start >= quantity.end:
            right[place.type] = min(right[place.type], place.start - quantity.phrase_end)
    return left, right, inside


def word_features(context: PaperContext, index: int) -> list[str]:
    """Words around quantity `index`, by side and distance, mentions replaced by their type."""
    quantity = context.quantities[index]
    start, end = context.sentence_span(context.sentences[index])
    places = context.places_in.get(context.sentences[index], [])
    left = _window(context, places, max(start, quantity.start - _WINDOW), quantity.phrase_start)[::-1][:7]
    right = _window(context, places, quantity.phrase_end, min(end, quantity.phrase_end + _WINDOW))[:7]
    unit = quantity.unit_class or "none"
    found = [f"u={unit}|{quantity.bound}"]
    for side, words in (("l", left), ("r", right)):
        for distance, word in enumerate(words):
            found.append(f"{side}*{word}")
            if distance < 3:
                found.append(f"{side}{distance}={word}")
        found.extend(f"{side}0={word}|{unit}" for word in words[:1])
        found.extend(f"{side}2={first}_{second}" for first, second in pairwise(words[:3]))
    return sorted(set(found))


def _window(context: PaperContext, places: list[Place], start: int, end: int) -> list[str]:
    """The words of a stretch, numbers as `0`, each mention as its type."""
    words: list[str] = []
    cursor = start
    for place in places:
        if place.end <= cursor or place.start >= end:
            continue
        words.extend(_plain(context.lower[cursor : max(cursor, place.start)]))
        words.append(place.type.upper())
        cursor = place.end
    words.extend(_plain(context.lower[cursor:end] if cursor < end else ""))
    return words


def _plain(stretch: str) -> list[str]:
    return ["0" if word[0].isdigit() else word for word in _TOKEN.findall(stretch)]
