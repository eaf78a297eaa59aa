"""The definitions of the scores, on a case small enough to count by hand."""

import json

import pytest

from kg.errors import SourceError
from kg.evaluation import evaluate, read_gold
from kg.evaluation.evaluate import score_graph
from kg.evaluation.gold import GoldEntity, GoldPaper, gold_spans
from kg.evaluation.scores import Score, total
from kg.records import Claim, Entity, Mention, Result

TITLE = "A Study"
ABSTRACT = "FooNet beats BarNet on ImageNet, with an accuracy of 91.5%."
PAPER = "paper/a-study-00000000"


def gold(*entities, results=(), relations=()):
    record = {"title": TITLE, "abstract": ABSTRACT, "entities": entities, "results": results, "relations": relations}
    return json.dumps(record)


def entity(type, name, role="uses", **more):
    return {"type": type, "name": name, "surfaces": [name], "role": role, **more}


FOO = entity("Method", "FooNet", "introduces")
BAR = entity("Method", "BarNet", "compares")
IMAGENET = entity("Dataset", "ImageNet", "evaluates_on")
ACCURACY = entity("Metric", "accuracy", "reports")


def read(tmp_path, *lines):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_gold(path)


class _Graph:
    """A hand-made graph of the one paper: mentions are (text, type), claims (predicate, object text)."""

    def __init__(self, mentions, roles=(), relations=(), results=()):
        self._mentions, self._roles, self._relations, self._results = mentions, roles, relations, results

    @staticmethod
    def _paper():
        from kg.identifiers import paper_id

        return paper_id(TITLE)

    def entities(self):
        return [Entity(text, kind, text, (), None, None, 1, 1) for text, kind in self._mentions]

    def mentions(self):
        found = []
        for text, kind in self._mentions:
            start = ABSTRACT.index(text)
            found.append(Mention(self._paper(), "abstract", start, start + len(text), text, kind, 0.9, "tagger", text))
        return found

    def claims(self):
        paper = self._paper()
        roles = [Claim(paper, p, o, paper, "abstract", 0, 1, 0.9, "roles") for p, o in self._roles]
        return roles + [Claim(s, p, o, paper, "abstract", 0, 1, 0.9, "relations") for s, p, o in self._relations]

    def results(self):
        return [
            Result(
                "r", self._paper(), None, None, None, metric, value, "%", "exact", "absolute", "abstract", 0, 1, "", 0.9
            )
            for value, metric in self._results
        ]


class TestScore:
    def test_precision_recall_and_f1(self):
        score = Score(found=2, predicted=4, gold=8)
        assert (score.precision, score.recall, round(score.f1, 4)) == (0.5, 0.25, 0.3333)

    def test_nothing_predicted_is_zero(self):
        assert Score(gold=3).f1 == 0.0


class TestEntities:
    def test_the_type_must_match(self, tmp_path):
        papers, _ = read(tmp_path, gold(FOO, IMAGENET))
        out = score_graph(papers, _Graph([("FooNet", "Method"), ("ImageNet", "Method")]))
        assert total(out.strict) == Score(found=1, predicted=2, gold=2)

    def test_lenient_takes_half_of_the_words(self, tmp_path):
        papers, _ = read(tmp_path, gold(entity("Metric", "accuracy of 91")))
        out = score_graph(papers, _Graph([("accuracy of", "Metric")]))
        assert (out.strict["Metric"].found, out.lenient["Metric"].found) == (0, 1)

    def test_what_one_annotator_had_counts_neither_way(self, tmp_path):
        papers, _ = read(tmp_path, gold(FOO | {"agreed": False}, BAR))
        out = score_graph(papers, _Graph([("FooNet", "Method"), ("BarNet", "Method")]))
        assert total(out.strict) == Score(found=1, predicted=1, gold=1)


class TestMentions:
    def test_spans_must_be_exact(self, tmp_path):
        papers, _ = read(tmp_path, gold(FOO, ACCURACY))
        out = score_graph(papers, _Graph([("FooNet", "Method"), ("an accuracy", "Metric")]))
        assert total(out.mentions) == Score(found=1, predicted=2, gold=2)
        assert out.confusion["Metric", "none"] == out.confusion["none", "Metric"] == 1

    def test_of_overlapping_surfaces_the_longest_wins(self):
        entities = (GoldEntity("Method", "a", ("graph",), "uses"), GoldEntity("Task", "b", ("graph learning",), "uses"))
        assert [(s, e, x.type) for s, e, x in gold_spans("graph learning", entities)] == [(0, 14, "Task")]


class TestRolesRelationsResults:
    def test_roles_are_counted_on_matched_entities(self, tmp_path):
        papers, _ = read(tmp_path, gold(FOO, BAR, IMAGENET))
        graph = _Graph(
            [("FooNet", "Method"), ("BarNet", "Method")], roles=[("introduces", "FooNet"), ("uses", "BarNet")]
        )
        out = score_graph(papers, graph)
        assert (out.roles, out.introduced) == (Score(1, 2, 2), Score(1, 0, 1))

    def test_the_direction_of_a_relation_counts(self, tmp_path):
        papers, _ = read(
            tmp_path, gold(FOO, BAR, relations=[{"head": "FooNet", "type": "outperforms", "tail": "BarNet"}])
        )
        mentions = [("FooNet", "Method"), ("BarNet", "Method")]
        right = score_graph(papers, _Graph(mentions, relations=[("FooNet", "outperforms", "BarNet")]))
        wrong = score_graph(papers, _Graph(mentions, relations=[("BarNet", "outperforms", "FooNet")]))
        assert (right.relations.found, wrong.relations.found) == (1, 0)

    def test_a_result_needs_its_value_and_metric(self, tmp_path):
        results = [{"value": "91.5%", "metric": "accuracy", "dataset": None}]
        papers, _ = read(tmp_path, gold(ACCURACY, results=results))
        right = score_graph(papers, _Graph([("accuracy", "Metric")], results=[("91.5", "accuracy")]))
        bare = score_graph(papers, _Graph([("accuracy", "Metric")], results=[("91.5", None)]))
        assert (right.results.found, bare.results.found) == (1, 0)


class TestReadGold:
    def test_a_bad_line_is_rejected_with_its_number_and_the_rest_goes_on(self, tmp_path):
        papers, rejects = read(tmp_path, gold(FOO), "{not json", gold(BAR))
        assert [len(papers), [r.line for r in rejects]] == [2, [2]]

    def test_a_missing_file_is_one_sentence(self, tmp_path):
        with pytest.raises(SourceError, match="cannot be read"):
            read_gold(tmp_path / "none.jsonl")


def test_evaluate_extracts_builds_and_scores():
    paper = GoldPaper(
        title="Image classification on ImageNet",
        abstract="We train for image classification on ImageNet.",
        published=None,
        entities=(GoldEntity("Dataset", "ImageNet", ("ImageNet",), "evaluatesOn"),),
        results=(),
        relations=frozenset(),
    )
    assert evaluate([paper], model="rules").strict["Dataset"] == Score(1, 1, 1)
