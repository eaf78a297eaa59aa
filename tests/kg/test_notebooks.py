"""What graphs and answers show in a notebook: escaped, and not endless."""

import pytest

from kg.cypher import CypherAnswer
from kg.errors import KgError
from kg.sparql import SparqlAnswer

HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "answer",
    [
        SparqlAnswer(variables=(HOSTILE,), rows=({HOSTILE: HOSTILE},)),
        SparqlAnswer(triples=f'<http://x> <http://y> "{HOSTILE}" .'),
        CypherAnswer(columns=(HOSTILE,), rows=({HOSTILE: {"_label": HOSTILE}},)),
    ],
)
def test_answers_are_escaped(answer):
    page = answer._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_truth_is_a_word():
    assert SparqlAnswer(truth=True)._repr_html_() == "<p>yes</p>"


def test_unbound_variables_are_blank():
    assert "<td></td>" in SparqlAnswer(variables=("x",), rows=({},))._repr_html_()


def test_answers_are_data_frames_too():
    frame = SparqlAnswer(variables=("x", "y"), rows=({"x": "1"}, {"x": "2", "y": "3"})).to_pandas()
    assert (list(frame.columns), frame.x.tolist()) == (["x", "y"], ["1", "2"])
    assert CypherAnswer(columns=("n",), rows=({"n": 1},)).to_pandas().n.tolist() == [1]


def test_a_graph_shows_its_types_and_frequent_entities(four_papers):
    page = four_papers._repr_html_()
    assert "4 papers" in page
    assert "<td>Dataset</td><td>2</td><td>ImageNet, CIFAR-10</td>" in page


@pytest.mark.parametrize("table", ["papers", "entities", "mentions", "claims", "results", "rejects", "statements"])
def test_every_table_is_a_data_frame(four_papers, table):
    frame = four_papers.to_pandas(table)
    assert len(frame) == (four_papers.manifest.rows[table] if table != "statements" else len(four_papers.statements()))


def test_an_unknown_table_names_the_known_ones(four_papers):
    with pytest.raises(KgError, match=r"the tables are papers, variants, mentions, .* statements"):
        four_papers.to_pandas("paper")
