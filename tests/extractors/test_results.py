"""The `results` component on hand-made papers with given mentions."""

import re
import time

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extractors.errors import ModelError
from extractors.records import StatedResult
from extractors.result_parts import acceptance, slots
from extractors.result_parts.context import read_context
from extractors.result_parts.quantities import find_quantities
from extractors.result_parts.weights import (
    Forest,
    ResultWeights,
    WordModel,
    load_weights,
    save_weights,
    shipped_weights,
)
from extractors.results import ResultExtractor, stated_results
from extractors.sentences import sentences
from extractors.spans import MENTIONS, add_mention, found_results, paper_text, set_sections
from extractors.tokenizer import WordTokenizer

VOCAB = spacy.blank("en").vocab
SWIFT = ("SwiftNet", "Method")
AIR = ("AirBench", "Dataset")
SEA = ("SeaBench", "Dataset")
ACCURACY = ("accuracy", "Metric")
TITLE = "SwiftNet: Small Networks for Plankton Counting"


def paper(abstract: str, *mentions: tuple[str, str], title: str = TITLE, split: bool = True) -> Doc:
    """A Doc in which every occurrence of each mention is marked; the cluster is its position among `mentions`."""
    doc = WordTokenizer(VOCAB)(paper_text(title, abstract))
    set_sections(doc, title)
    if split:
        sentences(doc)
    doc.spans[MENTIONS] = []
    for cluster, (surface, kind) in enumerate(mentions):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", doc.text):
            span = doc.char_span(*match.span(), label=kind)
            assert span is not None
            span._.cluster = cluster
            add_mention(doc, span, score=1.0, extractor="test")
    return doc


def results(abstract: str, *mentions: tuple[str, str], title: str = TITLE) -> list[StatedResult]:
    return stated_results(paper(abstract, *mentions, title=title), shipped_weights())


def by_value(found: list[StatedResult]) -> dict[str, StatedResult]:
    return {result.value: result for result in found}


def test_features_are_as_many_as_their_names() -> None:
    doc = paper("SwiftNet reaches an accuracy of 91.5% on AirBench.", SWIFT, AIR, ACCURACY)
    context = read_context(doc, doc.text, find_quantities(doc.text))
    cluster = context.clusters["Metric"][0]

    assert len(acceptance.numeric_features(context, 0, [0.5])) == len(set(acceptance.FEATURE_NAMES))
    assert len(slots.pair_features(context, 0, cluster)) == len(set(slots.FEATURE_NAMES))


def test_bounded_improvement_with_metric_and_dataset() -> None:
    (result,) = results("SwiftNet improves accuracy by up to 4.3% on AirBench.", SWIFT, ACCURACY, AIR)

    assert (result.method, result.metric, result.dataset) == (0, 1, 2)
    assert (result.value, result.unit, result.bound, result.kind) == ("4.3", "%", "up_to", "improvement")


def test_metric_before_the_number() -> None:
    found = by_value(results("SwiftNet reaches an FID of 23.3 on AirBench.", SWIFT, ("FID", "Metric"), AIR))

    assert (found["23.3"].metric, found["23.3"].dataset, found["23.3"].kind) == (1, 2, "absolute")


def test_speedup() -> None:
    (result,) = results("SwiftNet obtains a 7x speedup over the baseline.", SWIFT, ("speedup", "Metric"))

    assert (result.value, result.unit, result.kind, result.metric) == ("7", "x", "speedup", 1)


def test_list_of_factors_respectively() -> None:
    found = results("SwiftNet is faster by 45x and 6150x for GPU and 17x and 3403x for CPU, respectively.", SWIFT)

    assert [result.value for result in found] == ["45", "6150", "17", "3403"]


def test_from_to_keeps_the_new_value_and_quotes_both() -> None:
    abstract = "SwiftNet reduces peak memory from 16 GB to 4 GB."
    result = by_value(results(abstract, SWIFT, ("peak memory", "Metric")))["4"]

    assert (result.unit, result.metric) == ("GB", 1)
    assert "from 16 GB to 4 GB" in abstract[result.quote_start : result.quote_end]


def test_factor_less() -> None:
    (result,) = results("SwiftNet needs 2.6x less peak memory than before.", SWIFT, ("peak memory", "Metric"))

    assert (result.value, result.kind, result.metric) == ("2.6", "reduction", 1)


def test_equation_with_a_power_in_the_metric() -> None:
    found = by_value(
        results("On AirBench, SwiftNet attains R^2=0.90 compared to R^2=0.71.", SWIFT, ("R^2", "Metric"), AIR)
    )

    assert {"0.90", "0.71"} == set(found)
    assert found["0.90"].metric == 1


def test_respectively_assigns_datasets_in_order() -> None:
    abstract = "SwiftNet achieves an accuracy of 96.8% and 97.6% on AirBench and SeaBench, respectively."
    found = by_value(results(abstract, SWIFT, ACCURACY, AIR, SEA))

    assert (found["96.8"].dataset, found["97.6"].dataset) == (2, 3)


def test_both_gives_one_result_for_each_dataset() -> None:
    abstract = "SwiftNet improves accuracy by 3 percentage points on both AirBench and SeaBench."
    found = results(abstract, SWIFT, ACCURACY, AIR, SEA)

    assert sorted((result.value, result.dataset) for result in found) == [("3", 2), ("3", 3)]


def test_rise_between_two_shares() -> None:
    found = by_value(results("The accuracy rises from 40% to 60% on AirBench.", SWIFT, ACCURACY, AIR))

    assert found["60"].metric == 1


def test_lower_bound() -> None:
    (result,) = results("SwiftNet achieves over 87% accuracy on AirBench.", SWIFT, ACCURACY, AIR)

    assert (result.value, result.bound, result.metric, result.dataset) == ("87", "at_least", 1, 2)


def test_physical_unit() -> None:
    abstract = "SwiftNet attains a mean absolute error of 0.12 kcal/mol on AirBench."
    (result,) = results(abstract, SWIFT, ("mean absolute error", "Metric"), AIR)

    assert (result.value, result.unit, result.metric) == ("0.12", "kcal/mol", 1)


def test_confidence_interval_is_no_result_of_its_own() -> None:
    abstract = "SwiftNet attains an AUC of 0.508 (95% CI [0.506, 0.509]) on AirBench."
    found = results(abstract, SWIFT, ("AUC", "Metric"), AIR)

    assert [result.value for result in found] == ["0.508"]


def test_share_of_a_resource() -> None:
    abstract = "SwiftNet matches its teachers with under 10% of their training compute."
    (result,) = results(abstract, SWIFT, ("training compute", "Metric"))

    assert (result.value, result.bound, result.metric) == ("10", "up_to", 1)


@pytest.mark.parametrize(
    ("abstract", "value", "unit"),
    [
        ("SwiftNet is twice as fast as the baseline.", "2", "x"),
        ("SwiftNet is an order of magnitude faster than the baseline.", "1", "orders of magnitude"),
    ],
)
def test_spelled_out_factor(abstract: str, value: str, unit: str) -> None:
    (result,) = results(abstract, SWIFT)

    assert (result.value, result.unit) == (value, unit)


def test_size_of_an_introduced_dataset() -> None:
    abstract = "We introduce AirBench, a benchmark that contains 12,345 annotated images."
    (result,) = results(abstract, AIR, title="AirBench: A Benchmark of Clouds")

    assert (result.value, result.kind, result.dataset) == ("12345", "size", 0)


@pytest.mark.parametrize(
    "abstract",
    [
        "In 2021, Smith et al. [12] studied this.",
        "SwiftNet builds on Llama-7B and GPT-4.",
        "SwiftNet has three parts: (1) a coder and (2) a critic.",
        "Section 4 gives the proofs.",
        "The code is at https://example.org/swift/2024.",
        "SwiftNet stacks 32 layers.",
    ],
)
def test_other_numbers_are_no_results(abstract: str) -> None:
    assert results(abstract, SWIFT, ("Llama-7B", "Method"), ("GPT-4", "Method")) == []


def test_result_in_the_title_has_title_offsets() -> None:
    title = "SwiftNet Reaches 91.5% Accuracy on AirBench"
    (result,) = results("We count plankton.", SWIFT, ("Accuracy", "Metric"), AIR, title=title)

    assert result.section == "title"
    assert "91.5%" in title[result.quote_start : result.quote_end]


def test_repeated_statement_is_kept_once() -> None:
    abstract = "SwiftNet reaches 91.5% accuracy on AirBench. In short, SwiftNet reaches 91.5% accuracy on AirBench."

    assert len(results(abstract, SWIFT, ACCURACY, AIR)) == 1


def test_paper_without_mentions_still_states_results() -> None:
    (result,) = results("Our solver achieves a 3.5x speedup over the baseline.")

    assert (result.value, result.method, result.dataset, result.metric, result.task) == ("3.5", None, None, None, None)


def test_component_sets_results() -> None:
    nlp = spacy.blank("en")
    extractor = nlp.add_pipe("results")
    doc = extractor(paper("SwiftNet reaches 91.5% accuracy on AirBench.", SWIFT, ACCURACY, AIR))

    assert [result.value for result in found_results(doc)] == ["91.5"]


def test_component_sets_an_empty_list_without_numbers() -> None:
    doc = ResultExtractor(None)(paper("SwiftNet counts plankton.", SWIFT))

    assert doc._.results == []


def test_missing_weights_say_what_to_do(tmp_path) -> None:
    with pytest.raises(ModelError, match="reinstall paperkg"):
        load_weights(tmp_path)


def test_damaged_weights_say_what_to_do(tmp_path) -> None:
    (tmp_path / "words.json").write_text("{}", encoding="utf-8")
    (tmp_path / "trees.npz").write_bytes(b"no archive")

    with pytest.raises(ModelError, match="cannot be read"):
        load_weights(tmp_path)


def tiny_forest() -> Forest:
    """One tree: feature 0 at most 0.5 gives -2, else 2."""
    return Forest(
        feature=np.array([[0, 0, 0]], dtype=np.int16),
        threshold=np.array([[0.5, 0, 0]], dtype=np.float32),
        left=np.array([[1, 1, 2]], dtype=np.int16),
        right=np.array([[2, 1, 2]], dtype=np.int16),
        value=np.array([[0, -2, 2]], dtype=np.float32),
        prior=0.0,
        depth=1,
    )


def test_forest_follows_its_thresholds() -> None:
    low, high = tiny_forest().predict([[0.5], [0.6]])

    assert low == pytest.approx(1 / (1 + np.exp(2)))
    assert high == pytest.approx(1 / (1 + np.exp(-2)))


def test_weights_survive_saving(tmp_path) -> None:
    model = WordModel({"r0=accuracy": 1.5}, -0.25)
    save_weights(
        ResultWeights(model, {"size": model}, tiny_forest(), {"Metric": tiny_forest()}, {"result": 0.4}), tmp_path
    )

    loaded = load_weights(tmp_path)

    assert loaded.words == model
    assert loaded.thresholds == {"result": 0.4}
    assert loaded.slots["Metric"].predict([[0.6]]) == pytest.approx(tiny_forest().predict([[0.6]]))


def test_long_text_without_full_stops_is_read_in_bounded_time() -> None:
    doc = paper("accuracy of 91.5% and 3x " * 10_000, split=False)

    begin = time.process_time()
    stated_results(doc, shipped_weights())

    assert time.process_time() - begin < 30


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(max_size=30),
    st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789.,%$x- ()and")), max_size=200),
    st.data(),
)
def test_any_paper_gives_quotes_within_its_sections(title: str, abstract: str, data: st.DataObject) -> None:
    doc = paper(abstract, title=title)
    if len(doc) > 1:
        for cluster, kind in enumerate(("Metric", "Dataset", "Method", "Task")):
            start = data.draw(st.integers(0, len(doc) - 2))
            span = doc[start : start + 2]
            marked = doc.char_span(span.start_char, span.end_char, label=kind)
            if marked is not None:
                marked._.cluster = cluster
                add_mention(doc, marked, score=1.0, extractor="test")

    for result in stated_results(doc, shipped_weights()):
        section = title if result.section == "title" else abstract
        assert 0 <= result.quote_start < result.quote_end <= len(section)
        assert 0.0 <= result.score <= 1.0
