"""The graph as a Python library."""

import pytest

import kg
from kg.errors import KgError


def labels(graph, type):
    return {entity.label for entity in graph.entities(type=type)}


def test_papers_come_by_id_as_they_were_given(small_graph):
    papers = small_graph.papers()
    assert [p.id for p in papers] == sorted(p.id for p in papers)
    resnet = next(p for p in papers if p.id == "arxiv/1512.03385")
    assert (resnet.published, resnet.authors, resnet.categories) == (
        "2015-12-10",
        ("Ada Example", "Bo Sample"),
        ("cs.CV", "cs.LG"),
    )
    assert 'na\\"ively cut {it data}' in resnet.abstract


@pytest.mark.parametrize(
    ("type", "label"), [("Dataset", "ImageNet"), ("Task", "image classification"), ("Metric", "accuracy")]
)
def test_entities_of_a_type(small_graph, type, label):
    assert label.lower() in {found.lower() for found in labels(small_graph, type)}
    assert {entity.type for entity in small_graph.entities(type=type)} == {type}


def test_entities_of_all_types_are_those_of_each(small_graph):
    each = [e for t in ("Method", "Dataset", "Metric", "Task") for e in small_graph.entities(type=t)]
    assert sorted(each, key=lambda e: e.id) == small_graph.entities()


def test_unknown_type_names_the_known_ones(small_graph):
    with pytest.raises(KgError, match=r"no entity type 'Thing'; the types are .*Method"):
        small_graph.entities(type="Thing")


def test_entity_knows_its_papers_and_dates(small_graph):
    imagenet = next(e for e in small_graph.entities(type="Dataset") if e.label == "ImageNet")
    assert imagenet.paper_count == 3
    assert imagenet.mention_count >= imagenet.paper_count
    assert (imagenet.first_seen, imagenet.last_seen) == ("2015-12-10", "2017-06")


def test_mentions_stand_where_they_say(small_graph):
    texts = {p.id: {"title": p.title, "abstract": p.abstract} for p in small_graph.papers()}
    entities = {e.id: e.type for e in small_graph.entities()}
    assert small_graph.mentions()
    for mention in small_graph.mentions():
        assert texts[mention.paper][mention.section][mention.start : mention.end] == mention.text
        assert entities[mention.entity] == mention.type
        assert 0 < mention.score <= 1


def test_claims_quote_a_sentence_of_their_paper(small_graph):
    texts = {p.id: {"title": p.title, "abstract": p.abstract} for p in small_graph.papers()}
    assert small_graph.claims()
    for claim in small_graph.claims():
        text = texts[claim.paper][claim.section]
        assert 0 <= claim.sentence_start < claim.sentence_end <= len(text)
        quote = text[claim.sentence_start : claim.sentence_end]
        assert quote == quote.strip()


def test_a_paper_has_one_role_for_an_entity(small_graph):
    roles = [(c.subject, c.object) for c in small_graph.claims() if c.subject == c.paper]
    assert len(roles) == len(set(roles))


def test_statements_count_papers_and_combine_scores(small_graph):
    claims = small_graph.claims()
    for statement in small_graph.statements():
        same = [
            c
            for c in claims
            if (c.subject, c.predicate, c.object) == (statement.subject, statement.predicate, statement.object)
        ]
        doubt = 1.0
        for claim in same:
            doubt *= 1 - claim.score
        assert statement.support == len({c.paper for c in same})
        assert statement.confidence == pytest.approx(1 - doubt, abs=2e-4)


def test_statements_have_the_dates_of_their_papers(small_graph):
    published = {p.id: p.published for p in small_graph.papers()}
    for statement in small_graph.statements():
        if statement.subject in published:
            assert (statement.first_seen, statement.last_seen) == (published[statement.subject],) * 2


def test_networkx_has_every_node_and_statement(small_graph):
    network = small_graph.to_networkx()
    records = [*small_graph.papers(), *small_graph.entities(), *small_graph.results()]
    assert set(network.nodes) == {record.id for record in records}
    for s in small_graph.statements():
        edge = network.edges[s.subject, s.object, s.predicate]
        assert (edge["predicate"], edge["support"], edge["confidence"]) == (s.predicate, s.support, s.confidence)


def test_networkx_leaves_out_what_is_not_known(small_graph):
    values = [value for _, node in small_graph.to_networkx().nodes(data=True) for value in node.values()]
    assert None not in values


def test_rdflib_has_the_papers_and_answers(small_graph):
    rows = small_graph.to_rdflib().query("SELECT ?title { ?p a pkg:Paper ; dcterms:title ?title }")
    assert {str(row.title) for row in rows} == {p.title for p in small_graph.papers()}


def test_repr_says_where_and_how_much(small_graph, small_folder):
    assert str(small_folder) in repr(small_graph)
    assert "4 papers" in repr(small_graph)


def test_quotes_in_the_path_of_a_graph_do_no_harm(own_folder):
    moved = own_folder.rename(own_folder.with_name('it\'s "mine"'))
    assert kg.open(moved).statements()
