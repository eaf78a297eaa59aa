"""Stated results side by side."""

import pytest

import kg
from kg.compare import better
from kg.errors import KgError
from tests.support import json_lines


@pytest.mark.parametrize(
    ("metric", "way"),
    [
        ("top-1 accuracy", "higher"),
        ("F1 score", "higher"),
        ("mIoU", "higher"),
        ("Fréchet inception distance", "lower"),
        ("FID", "lower"),
        ("word error rate", "lower"),
        ("success rate", "higher"),
        ("training time", "lower"),
        ("negative log-likelihood", "lower"),
        ("horizon", None),
        (None, None),
    ],
)
def test_a_metric_has_a_direction_where_it_is_known(metric, way):
    assert better(metric) == way


@pytest.mark.parametrize(
    ("names", "values"),
    [
        ({"dataset": "imagenet"}, ["78.4", "76.1"]),
        ({"metric": "FID"}, ["2.9", "3.2"]),
        ({"task": "image generation", "dataset": "CIFAR-10"}, ["2.9", "3.2"]),
        ({"dataset": "ImageNet", "metric": "FID"}, []),
    ],
)
def test_results_come_best_first(four_papers, names, values):
    assert [row.value for row in four_papers.compare(**names)] == values


def test_rows_say_what_and_where(four_papers):
    row = four_papers.compare(dataset="ImageNet")[0]
    assert (row.method, row.metric, row.unit, row.better) == ("SqueezeBlock", "top-1 accuracy", "%", "higher")
    assert (row.title, row.published) == ("Squeeze Blocks", "2017-09")
    assert row.value in row.quote


def test_values_of_another_unit_and_differences_come_last(tmp_path):
    abstracts = {
        "One": "On ImageNet, ResNet-50 has a latency of 8 ms.",
        "Two": "On ImageNet, ResNet-50 has a latency of 5 ms.",
        "Three": "On ImageNet, ResNet-50 has a latency of 2 minutes.",
    }
    source = tmp_path / "in.jsonl"
    source.write_text(json_lines([{"title": title, "abstract": text} for title, text in abstracts.items()]))
    rows = kg.build(source, model="rules").compare(dataset="ImageNet", metric="latency")
    assert [row.value for row in rows] == ["5", "8", "2"]


def test_something_to_compare_on_is_needed(four_papers):
    with pytest.raises(KgError, match="give a task, a dataset or a metric"):
        four_papers.compare()


def test_an_entity_of_another_type_is_not_taken(four_papers):
    with pytest.raises(KgError, match="no dataset is called 'image generation'"):
        four_papers.compare(dataset="image generation")
