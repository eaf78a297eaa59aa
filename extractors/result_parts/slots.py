"""Which method, dataset, metric and task a quantity belongs to: features of (quantity, cluster) pairs."""

from dataclasses import dataclass
from itertools import pairwise

from extractors.result_parts.context import Cluster, PaperContext, Place
from extractors.result_parts.quantity import UNIT_CLASSES, Quantity
from extractors.result_parts.weights import Forest

# Stand-in, in characters, for "no mention on this side in the sentence".
_ABSENT = 400
# Stems of metric names by the units they are given in.
_METRIC_STEMS = (
    ("accura", "precision", "recall", "f1", "rate", "auc", "auroc", "map", "success", "score", "percent", "top"),
    ("speed", "faster", "throughput", "efficien", "fps", "accelerat"),
    ("time", "latency", "delay", "hour"),
    ("memory", "storage", "size", "parameter", "footprint", "bandwidth"),
    ("error", "mae", "rmse", "loss", "fid", "perplexity", "distance", "wer", "cost", "flops"),
    ("improv", "performance", "gain", "quality", "average", "correlation"),
)
FEATURE_NAMES: tuple[str, ...] = (
    *("left", "right", "numbers_left", "numbers_right", "same_type_left", "same_type_right"),
    *("commas_left", "commas_right", "breaks_left", "breaks_right", "nearest_left", "nearest_right", "nearest"),
    *("glued_left", "glued_right", "preposition_right", "of_left", "on_left", "in_sentence", "sentences_back"),
    *("sentences_ahead", "latest_before", "mentions", "in_title", "introduced", "order", "clusters"),
    *("others_in_sentence", "list_same", "list_other", "respectively", "both", "inside", "mentions_before"),
    *("first_of_sentence", "integer", "decimals", "bound", "range", "from_to", "versus_second", "list", "plus"),
    *("in_brackets", "number_index", "title_number", "name_length", "characters_into_sentence"),
    *(f"unit_{name}" for name in UNIT_CLASSES),
    *(f"name_{stems[0]}" for stems in _METRIC_STEMS),
)


def pair_features(context: PaperContext, index: int, cluster: Cluster) -> list[float]:
    """The features named in FEATURE_NAMES of quantity `index` and one cluster."""
    quantity = context.quantities[index]
    sentence = context.sentences[index]
    here = context.places_in.get(sentence, [])
    start, _ = context.sentence_span(sentence)
    peers = [place for place in here if place.type == cluster.type]
    left_place, right_place, inside = _nearest(cluster, sentence, quantity)
    left = _ABSENT if left_place is None else min(_ABSENT, quantity.start - left_place.end)
    right = _ABSENT if right_place is None else min(_ABSENT, right_place.start - quantity.phrase_end)
    lower = context.lower
    left_gap = "" if left_place is None else lower[left_place.end : quantity.start]
    right_gap = "" if right_place is None else lower[quantity.phrase_end : right_place.start]
    same = context.quantities_in[sentence]
    numbers_left = _between(context, same, left_place.end, quantity.start) if left_place else 9
    numbers_right = _between(context, same, quantity.phrase_end, right_place.start) if right_place else 9
    before = [place for place in peers if place.end <= quantity.start]
    after = [place for place in peers if place.start >= quantity.end]
    peers_left = sum(left_place.end <= place.start for place in before) if left_place else 9
    peers_right = sum(place.end <= right_place.start for place in after) if right_place else 9
    best_left = min((quantity.start - place.end for place in before), default=_ABSENT)
    best_right = min((place.start - quantity.phrase_end for place in after), default=_ABSENT)
    earlier = [place for place in cluster.places if place.end <= quantity.start]
    back = sentence - earlier[-1].sentence if earlier else 20
    ahead = min((place.sentence - sentence for place in cluster.places if place.sentence > sentence), default=20)
    of_type = (place for place in context.places if place.type == cluster.type)
    latest = max((place.start for place in of_type if place.end <= quantity.start), default=-1)
    same_position, other_position = _list_positions(context, index, peers, cluster, same)
    first = cluster.places[0]
    name = lower[first.start : first.end]
    tail = lower[quantity.phrase_end : quantity.phrase_end + 240]
    words_left = lower[max(start, quantity.start - 40) : quantity.start]
    lead = lower[max(0, left_place.start - 4) : left_place.start].strip() if left_place else ""
    preposition = lower[max(0, right_place.start - 8) : right_place.start].split() if right_place else []
    return [
        float(left),
        float(right),
        float(numbers_left),
        float(numbers_right),
        float(peers_left),
        float(peers_right),
        float(left_gap.count(",")) if left_place else 9.0,
        float(right_gap.count(",")) if right_place else 9.0,
        float(left_gap.count(";") + left_gap.count(" and ") + left_gap.count(" while ")) if left_place else 9.0,
        float(right_gap.count(";") + right_gap.count(" and ") + right_gap.count(" while ")) if right_place else 9.0,
        float(left_place is not None and left == best_left),
        float(right_place is not None and right == best_right),
        float(min(left, right) == min(best_left, best_right) and min(left, right) < _ABSENT),
        float(left <= 2),
        float(right <= 1),
        float(bool(preposition) and preposition[-1] in ("on", "in", "for", "of", "the", "over", "at")),
        float(left_place is not None and " of " in left_gap[:8]),
        float(lead in ("on", "in", "for", "the")),
        float(left_place is not None or right_place is not None or inside),
        float(back),
        float(ahead),
        float(bool(earlier) and earlier[-1].start == latest),
        float(len(cluster.places)),
        float(cluster.in_title),
        float(cluster.introduced),
        float(cluster.order),
        float(len(context.clusters.get(cluster.type, ()))),
        float(len({place.cluster for place in peers} - {cluster.number})),
        float(same_position),
        float(other_position),
        float("respectively" in tail),
        float("both" in tail[:60]),
        float(inside),
        float(len(earlier)),
        float(bool(peers) and peers[0].cluster == cluster.number),
        float("." not in quantity.value),
        float(len(quantity.value.partition(".")[2])),
        float(quantity.bound != "exact"),
        float(quantity.upper is not None),
        float("from_first" in quantity.flags) - float("from_second" in quantity.flags),
        float("versus_second" in quantity.flags),
        float("list_first" in quantity.flags) + 2.0 * float("list_second" in quantity.flags),
        float("plus" in quantity.flags),
        float("(" in words_left and words_left.rfind("(") > words_left.rfind(")")),
        float(same.index(index)),
        float(quantity.start < context.title_end),
        float(len(name)),
        float(quantity.start - start),
        *(float(quantity.unit_class == unit) for unit in UNIT_CLASSES),
        *(float(any(stem in name for stem in stems)) for stems in _METRIC_STEMS),
    ]


@dataclass(frozen=True, slots=True)
class SlotChoice:
    """The cluster chosen for one slot (None where nothing fits), its probability, and that of no cluster fitting."""

    cluster: Cluster | None
    score: float
    empty: float


def choose_clusters(
    context: PaperContext, indices: list[int], kind: str, forest: Forest, threshold: float
) -> list[SlotChoice]:
    """For each quantity the most probable cluster of one type, where it reaches the threshold."""
    clusters = context.clusters.get(kind, [])
    if not clusters or not indices:
        return [SlotChoice(None, 0.0, 1.0) for _ in indices]
    rows = [pair_features(context, index, cluster) for index in indices for cluster in clusters]
    table = forest.predict(rows).reshape(len(indices), len(clusters))
    choices: list[SlotChoice] = []
    for row in table:
        best = int(row.argmax())
        score = float(row[best])
        choices.append(SlotChoice(clusters[best] if score >= threshold else None, score, float((1.0 - row).prod())))
    return choices


def match_probability(metric: SlotChoice, dataset: SlotChoice) -> float:
    """How probable it is that a chosen metric or dataset is right, or, where neither is chosen, that there is none."""
    chosen = [choice for choice in (metric, dataset) if choice.cluster is not None]
    if not chosen:
        return metric.empty * dataset.empty
    wrong = 1.0
    for choice in chosen:
        wrong *= 1.0 - choice.score
    return 1.0 - wrong


def both_partner(context: PaperContext, index: int, cluster: Cluster) -> Cluster | None:
    """The second cluster of "... in both A and B" after a number, where `cluster` is one of the two."""
    quantity = context.quantities[index]
    sentence = context.sentences[index]
    after = [
        place
        for place in context.places_in.get(sentence, [])
        if place.type == cluster.type and place.start >= quantity.end
    ]
    for first, second in pairwise(after):
        gap = context.lower[first.end : second.start].strip()
        lead = context.lower[max(quantity.end, first.start - 12) : first.start].split()
        if gap in ("and", "and the") and "both" in lead and cluster.number in (first.cluster, second.cluster):
            other = second.cluster if cluster.number == first.cluster else first.cluster
            peers = context.clusters[cluster.type]
            return next((peer for peer in peers if peer.number == other != cluster.number), None)
    return None


def _nearest(cluster: Cluster, sentence: int, quantity: Quantity) -> tuple[Place | None, Place | None, bool]:
    """The cluster's last place before and first after the number in its sentence, and whether one holds it."""
    left: Place | None = None
    right: Place | None = None
    inside = False
    for place in cluster.places:
        if place.sentence != sentence:
            continue
        if place.end <= quantity.start:
            left = place
        elif place.start >= quantity.end:
            right = right or place
        else:
            inside = True
    return left, right, inside


def _between(context: PaperContext, same: list[int], start: int, end: int) -> int:
    """How many numbers of the sentence lie between two offsets."""
    return sum(start <= context.quantities[other].start and context.quantities[other].end <= end for other in same)


def _list_positions(
    context: PaperContext, index: int, peers: list[Place], cluster: Cluster, same: list[int]
) -> tuple[bool, bool]:
    """Whether the k-th number of a list meets the k-th mention of the sentence ("40% and 60% on A and B").

    Returns (this cluster stands at the number's position, another one does); both False outside of lists.
    """
    flags = context.quantities[index].flags
    if not ({"list_first", "list_second"} & flags):
        return False, False
    run_start = same.index(index)
    while run_start > 0 and "list_second" in context.quantities[same[run_start]].flags:
        run_start -= 1
    position = same.index(index) - run_start
    length = position + 1
    while run_start + length < len(same) and "list_second" in context.quantities[same[run_start + length]].flags:
        length += 1
    last = context.quantities[same[run_start + length - 1]].end
    following = list(dict.fromkeys(place.cluster for place in peers if place.start >= last))
    if len(following) < length:
        first = context.quantities[same[run_start]].start
        following = list(dict.fromkeys(place.cluster for place in peers if place.end <= first))[-length:]
    if len(following) < length:
        # The mentions may stand in a sentence before ("on A, B and C. ... 40%, 50% and 60%, respectively").
        sentence = context.sentences[index]
        for earlier in range(sentence - 1, max(-1, sentence - 4), -1):
            following = list(
                dict.fromkeys(
                    place.cluster for place in context.places_in.get(earlier, []) if place.type == cluster.type
                )
            )
            if len(following) == length:
                break
    if len(following) < length or length < 2:
        return False, False
    return following[position] == cluster.number, following[position] != cluster.number
