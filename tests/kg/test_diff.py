"""What changed between two graphs."""

import json

import pytest

import kg
from kg.diff import diff


@pytest.fixture(scope="module")
def grown(four_papers, tmp_path_factory):
    """The four papers without the last, and another that names one more dataset."""
    folder = tmp_path_factory.mktemp("grown")
    lines = (four_papers.store.path.parent / "examples" / "four-papers.jsonl").read_text(encoding="utf-8").splitlines()
    more = {"title": "ResNet-50 on MNIST", "abstract": "We use ResNet-50 on MNIST for image classification."}
    (folder / "in.jsonl").write_text("\n".join([*lines[:3], json.dumps(more)]), encoding="utf-8")
    return kg.build(folder / "in.jsonl", folder / "it's", model="rules")


def test_a_graph_differs_from_itself_in_nothing(four_papers):
    found = diff(four_papers, four_papers)
    assert found.is_empty
    assert (found.papers.same, found.entities.same) == (4, len(four_papers.entities()))


def test_records_of_one_graph_alone_are_added_or_removed(four_papers, grown):
    found = diff(four_papers, grown)
    assert not found.is_empty
    assert set(found.papers.added) == {p.id for p in grown.papers()} - {p.id for p in four_papers.papers()}
    assert set(found.papers.removed) == {p.id for p in four_papers.papers()} - {p.id for p in grown.papers()}
    assert found.papers.same == 3
    assert "dataset/mnist" in found.entities.added
    assert len(found.results.removed) == 1


def test_changed_records_name_both_values(four_papers, grown):
    changes = {change.name: change.fields for change in diff(four_papers, grown).entities.changed}
    assert changes["dataset/cifar-10"]["paper_count"] == (2, 1)
    assert "label" not in changes["dataset/cifar-10"]


def test_a_claim_of_another_paper_is_a_change_of_its_support(four_papers, grown):
    changes = {change.name: change.fields for change in diff(four_papers, grown).claims.changed}
    assert changes["method/resnet-50 usedFor task/image-classification"]["support"] == (2, 3)


def test_the_other_way_round_swaps_what_is_added_and_removed(four_papers, grown):
    there, back = diff(four_papers, grown), diff(grown, four_papers)
    assert (there.claims.added, there.claims.removed) == (back.claims.removed, back.claims.added)
