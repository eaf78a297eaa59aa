"""kg show, compare and diff: readable on a terminal, complete in JSON."""

import json

import pytest

import kg
from kg.cli.show import sparkline


@pytest.fixture
def folder(four_papers):
    return four_papers.store.path


def test_show_prints_a_card_of_an_entity(run_kg, folder):
    outcome = run_kg("show", folder, "resnet-50")
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0].split() == ["ResNet-50", "(Method)"]
    assert any(line.split()[:2] == ["papers", "2,"] for line in lines)
    assert any(line.startswith("by year") and line.endswith("2015 █·█ 2017") for line in lines)
    assert "SqueezeBlock outperforms ResNet-50" in outcome.out
    assert "    On ImageNet, SqueezeBlock reaches 78.4% top-1 accuracy and outperforms ResNet-50" in outcome.out


def test_show_says_why_a_name_was_merged(run_kg, four_papers, folder):
    step = four_papers.find_entity("diffusion model").merges[0]
    assert f"{step.name} ({step.step} of {step.into})" in run_kg("show", folder, "diffusion model").out


def test_show_prints_a_card_of_a_paper(run_kg, folder):
    out = run_kg("show", folder, "squeeze blocks").out
    assert out.splitlines()[0] == "Squeeze Blocks"
    assert "78.4 %" in out


def test_show_is_short_where_wanted(run_kg, folder):
    out = run_kg("show", folder, "ResNet-50", "--limit", 1, "--quiet").out
    assert "On ImageNet, SqueezeBlock" not in out
    assert out.count("  [") == 1


def test_show_as_json_has_all(run_kg, folder):
    card = json.loads(run_kg("show", folder, "ResNet-50", "--json", "--limit", 0).out)
    assert card["entity"]["label"] == "ResNet-50"
    assert card["neighbours"][0].keys() >= {"predicate", "label", "support", "sentence"}
    assert [result["value"] for result in card["results"]] == ["76.1"]


def test_show_suggests_names(run_kg, folder):
    outcome = run_kg("show", folder, "ResNet50")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == "kg: no entity is called 'ResNet50'; did you mean 'ResNet-50'?\n"


@pytest.mark.parametrize(
    ("counts", "bars"), [([], ""), ([0], "·"), ([1], "█"), ([1, 0, 100], "▁·█"), ([3, 3], "██"), ([1, 2, 4, 8], "▁▂▄█")]
)
def test_sparkline(counts, bars):
    assert sparkline(counts) == bars


def test_compare_prints_the_best_first(run_kg, folder):
    outcome = run_kg("compare", folder, "--dataset", "ImageNet", "--metric", "top-1 accuracy")
    rows = [line.split()[:3] for line in outcome.out.splitlines()[1:]]
    assert rows == [["SqueezeBlock", "78.4", "%"], ["ResNet-50", "76.1", "%"]]
    assert outcome.err == "2 results\n"


def test_compare_as_json(run_kg, folder):
    rows = json.loads(run_kg("compare", folder, "--task", "image generation", "--json").out)
    assert [(row["value"], row["better"]) for row in rows] == [("2.9", "lower"), ("3.2", "lower")]


def test_compare_needs_something_to_compare_on(run_kg, folder):
    outcome = run_kg("compare", folder)
    assert outcome.code == 2
    assert "give --task, --dataset or --metric" in outcome.err


def test_diff_counts_and_lists(run_kg, folder, small_folder):
    outcome = run_kg("diff", folder, small_folder, "--limit", 1)
    assert outcome.code == 0
    assert next(line.split() for line in outcome.out.splitlines() if line.startswith("papers")) == [
        "papers", "0", "0", "4", "4",
    ]  # fmt: skip
    assert "+ papers: and 3 more" in outcome.out
    assert "- entities: " in outcome.out
    assert "~ entities: dataset/imagenet: " in outcome.out


def test_quiet_diff_prints_the_numbers_alone(run_kg, folder, small_folder):
    assert len(run_kg("diff", folder, small_folder, "--quiet").out.splitlines()) == 5


def test_diff_as_json(run_kg, folder):
    found = json.loads(run_kg("diff", folder, folder, "--json").out)
    assert found["papers"] == {"added": [], "removed": [], "changed": [], "same": 4}


def test_diff_writes_values_as_a_reader_does(run_kg, tmp_path):
    paper = {"title": "Counting Sparrows", "abstract": "We count sparrows.", "authors": ["Ada Example"]}
    for name, more in (("before", {}), ("after", {"published": "2019-05", "authors": ["Ada Example", "Bo Sample"]})):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({**paper, **more}))
        kg.build(tmp_path / f"{name}.jsonl", tmp_path / name, model="rules")
    lines = run_kg("diff", tmp_path / "before", tmp_path / "after").out.splitlines()
    changes = next(line for line in lines if line.startswith("~ papers: "))
    assert "published nothing -> 2019-05" in changes
    assert "authors Ada Example -> Ada Example; Bo Sample" in changes
