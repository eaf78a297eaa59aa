"""Names, neighbours and cards of entities and papers."""

import pytest

import kg
from kg.errors import KgError
from tests.support import json_lines


@pytest.mark.parametrize("name", ["ImageNet", "IMAGENET", "dataset/imagenet"])
def test_an_entity_is_found_by_label_and_id(four_papers, name):
    assert four_papers.find_entity(name).id == "dataset/imagenet"


def test_an_entity_is_found_by_alias(four_papers):
    assert four_papers.find_entity("fid").label == "Fréchet inception distance"


@pytest.mark.parametrize("name", ["ImagNet", "imagenet dataset", "ImageNte"])
def test_similar_names_are_suggested(four_papers, name):
    with pytest.raises(KgError, match="did you mean 'ImageNet'"):
        four_papers.find_entity(name)


@pytest.mark.parametrize("name", ["qqqq", "", "'; DROP TABLE papers", "%"])
def test_where_nothing_is_similar_the_error_says_where_to_look(four_papers, name):
    with pytest.raises(KgError, match="`kg stats` lists frequent ones"):
        four_papers.find_entity(name)


def test_title_that_is_mistyped_suggests_the_paper(four_papers):
    title = four_papers.papers()[0].title
    with pytest.raises(KgError) as raised:
        four_papers.card(title.replace("e", "", 1))
    assert f"did you mean {title!r}" in str(raised.value)


def test_neighbours_are_the_other_ends_of_statements(four_papers):
    statements = {(s.subject, s.predicate, s.object, s.support, s.confidence) for s in four_papers.statements()}
    entity = four_papers.find_entity("ResNet-50").id
    near = four_papers.neighbours("ResNet-50")
    assert {n.direction for n in near} == {"in", "out"}
    for n in near:
        subject, object_ = (entity, n.id) if n.direction == "out" else (n.id, entity)
        assert (subject, n.predicate, object_, n.support, n.confidence) in statements


def test_neighbours_come_best_supported_first_with_a_sentence(four_papers):
    near = four_papers.neighbours("ResNet-50")
    assert [n.support for n in near] == sorted((n.support for n in near), reverse=True)
    papers = {paper.id: paper for paper in four_papers.papers()}
    assert all(n.sentence and n.sentence in f"{papers[n.paper].title}\n{papers[n.paper].abstract}" for n in near)


def test_the_card_of_an_entity_counts_its_papers(four_papers):
    card = four_papers.card("diffusion models")
    assert card.entity.label == "diffusion model"
    assert card.timeline == {"2020": 1, "2021": 0, "2022": 1}
    assert sum(card.roles.values()) == 2
    assert [result.value for result in card.results] == ["3.2"]


@pytest.mark.parametrize("by", ["id", "title"])
def test_the_card_of_a_paper_has_its_entities_and_results(four_papers, by):
    paper = next(p for p in four_papers.papers() if p.title == "Squeeze Blocks")
    card = four_papers.card(getattr(paper, by))
    assert card.paper == paper
    assert {"SqueezeBlock", "ImageNet"} <= {entity.label for entity in card.entities}
    assert ("SqueezeBlock", "outperforms", "ResNet-50") in {(c.subject, c.predicate, c.object) for c in card.claims}
    assert [result.value for result in card.results] == ["78.4"]
    assert all(e.sentence in f"{paper.title}\n{paper.abstract}" for e in card.entities)


@pytest.mark.parametrize(
    "name", ["arXiv:2401.00001", "https://arxiv.org/abs/2401.00001v2", "10.1000/182", "arxiv/2401.00001"]
)
def test_the_card_of_a_paper_is_found_by_any_form_of_its_id(tmp_path, name):
    source = tmp_path / "in.jsonl"
    number = {"doi": "10.1000/182"} if name.startswith("10.") else {"arxiv_id": "2401.00001"}
    source.write_text(json_lines([{"title": "A Note", "abstract": "We study ImageNet.", **number}]))
    assert kg.build(source, model="rules").card(name).paper.title == "A Note"


def test_sentences_are_whole_after_characters_outside_the_basic_plane(tmp_path):
    source = tmp_path / "in.jsonl"
    abstract = "A 🙂 e\u0301 𝒳 first. We train ResNet-50 on ImageNet for image classification."
    source.write_text(json_lines([{"title": "🙂 T", "abstract": abstract}]), encoding="utf-8")
    sentences = {entity.sentence for entity in kg.build(source, model="rules").card("🙂 T").entities}
    assert sentences == {"We train ResNet-50 on ImageNet for image classification."}
