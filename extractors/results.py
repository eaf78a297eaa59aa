"""The `results` component: numbers that a paper states for an outcome, with their method, dataset, metric and task."""

from math import prod
from pathlib import Path
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc

from extractors.records import TYPES, Bound, Kind, StatedResult
from extractors.result_parts.acceptance import numeric_features, spelled_floor, word_features
from extractors.result_parts.context import PaperContext, read_context
from extractors.result_parts.quantities import find_quantities
from extractors.result_parts.slots import SlotChoice, both_partner, choose_clusters, match_probability
from extractors.result_parts.weights import ResultWeights, load_weights, shipped_weights
from extractors.result_parts.wording import quote_span, read_kind
from extractors.spans import section_of, section_offset, text_of

# How far the certainty about metric and dataset counts in the score of a result; chosen by cross-validation, where
# anything between 0.3 and 0.85 did equally well.
_MATCH_SHARE = 0.7
# Abstracts have up to about 5,000 characters; what lies beyond this many is not read, so that no input takes long.
_LONGEST_TEXT = 20_000


def stated_results(doc: Doc, weights: ResultWeights) -> list[StatedResult]:
    """The results that a Doc with sentence starts and final mentions states, in text order.

    Only the first 20,000 characters are read.
    """
    text = text_of(doc)[:_LONGEST_TEXT]
    quantities = find_quantities(text)
    if not quantities:
        return []
    context = read_context(doc, text, quantities)
    words = [word_features(context, index) for index in range(len(quantities))]
    word_scores = [weights.words.predict(found) for found in words]
    rows = [numeric_features(context, index, word_scores) for index in range(len(quantities))]
    accepted = weights.accept.predict(rows)
    limit = weights.thresholds["result"]
    certainty = [max(float(accepted[index]), spelled_floor(context, index)) for index in range(len(quantities))]
    indices = [index for index in range(len(quantities)) if certainty[index] >= limit]
    slots = {
        kind: choose_clusters(context, indices, kind, weights.slots[kind], weights.thresholds[kind]) for kind in TYPES
    }
    best: dict[tuple[str, str | None, int | None, int | None], StatedResult] = {}
    for position, index in enumerate(indices):
        choices = {kind: slots[kind][position] for kind in TYPES}
        match = match_probability(choices["Metric"], choices["Dataset"])
        worth = certainty[index] * (1.0 - _MATCH_SHARE + _MATCH_SHARE * match)
        if worth < limit and not spelled_floor(context, index):
            continue
        kind, chance = read_kind(words[index], weights.kinds)
        # How probable it is that number, kind and every filled slot are right: by cross-validation, of the results
        # scored s a share of about s is right in all of it.
        filled = prod(choice.score for choice in choices.values() if choice.cluster is not None)
        for result in _records(doc, context, index, choices, kind, certainty[index] * chance * filled):
            key = (result.value, result.unit, result.metric, result.dataset)
            if key not in best or best[key].score < result.score:
                best[key] = result
    return sorted(best.values(), key=lambda found: (found.section == "abstract", found.quote_start, found.quote_end))


def _records(
    doc: Doc, context: PaperContext, index: int, choices: dict[str, SlotChoice], kind: Kind, score: float
) -> list[StatedResult]:
    """One record for a quantity, or two where it is stated of both of two metrics or datasets."""
    quantity = context.quantities[index]
    clusters = {slot: choice.cluster for slot, choice in choices.items()}
    near = [cluster for cluster in (clusters["Metric"], clusters["Dataset"]) if cluster is not None]
    start, end = quote_span(context, index, near)
    section = section_of(doc, start)
    numbers = {slot: None if cluster is None else cluster.number for slot, cluster in clusters.items()}
    variants = [numbers]
    for slot in ("Metric", "Dataset"):
        cluster = clusters[slot]
        partner = both_partner(context, index, cluster) if cluster is not None else None
        if partner is not None:
            variants.append({**numbers, slot: partner.number})
            break
    return [
        StatedResult(
            method=variant["Method"],
            task=variant["Task"],
            dataset=variant["Dataset"],
            metric=variant["Metric"],
            value=quantity.value,
            unit=quantity.unit,
            bound=cast(Bound, quantity.bound),
            kind=kind,
            section=section,
            quote_start=section_offset(doc, start, section),
            quote_end=section_offset(doc, end, section),
            score=round(score, 4),
        )
        for variant in variants
    ]


class ResultExtractor:
    """Sets `doc._.results`; the weights are read when the first Doc comes."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._weights: ResultWeights | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Add the stated results; raises ModelError where the weights cannot be read."""
        if self._weights is None:
            self._weights = shipped_weights() if self.folder is None else load_weights(self.folder)
        doc._.results = stated_results(doc, self._weights)
        return doc


@Language.factory(
    "results",
    assigns=["doc._.results"],
    requires=["token.is_sent_start", "doc.spans"],
    default_config={"weights": None},
)
def make_results(nlp: Language, name: str, weights: str | None) -> ResultExtractor:
    """The stated-results extractor; `weights` is a folder of trained weights, None for those of the package."""
    return ResultExtractor(None if weights is None else Path(weights))
