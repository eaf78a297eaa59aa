"""Builds annotated papers into a graph and compares.

Entities: a predicted entity of a paper matches a gold one of the same type when one of its mention texts equals,
normalised, one of the gold surfaces, one to one; lenient also accepts a token Jaccard index of at least 0.5. Mentions:
typed spans, exact offsets. Roles: share of matched entities with the gold predicate. Introduced: recall of introduced
entities, found and linked. Results: equal value, and metric or dataset matched or neither on both sides. Relations:
both ends matched, predicate and direction equal. All are micro averages.
"""

import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractors.annotation import normalised, same_thing
from extractors.pipeline import DEFAULT_MODEL
from extractors.sentences import boundaries
from kg.builder import build
from kg.evaluation.gold import GoldEntity, GoldPaper, gold_spans
from kg.evaluation.scores import Evaluation, Score
from kg.graph import Graph, open_graph
from kg.identifiers import paper_id
from kg.records import Claim, Mention, Result
from ontology import load_vocabulary

NONE = "none"


@dataclass(slots=True)
class _Predicted:
    """What the graph says of one paper."""

    mentions: list[Mention] = field(default_factory=list)
    surfaces: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    relations: set[tuple[str, str, str]] = field(default_factory=set)
    results: list[Result] = field(default_factory=list)


def evaluate(gold: Sequence[GoldPaper], model: str = DEFAULT_MODEL) -> Evaluation:
    """Extract the papers with a model, build their graph, and score it."""
    with tempfile.TemporaryDirectory(prefix="kg-evaluate-") as folder:
        source = Path(folder) / "gold.jsonl"
        rows = [{"title": p.title, "abstract": p.abstract, "published": p.published} for p in gold]
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        build(source, Path(folder) / "graph", format="jsonl", model=model)
        return score_graph(gold, open_graph(Path(folder) / "graph"))


def score_graph(gold: Sequence[GoldPaper], graph: Graph) -> Evaluation:
    """Score a graph that holds the papers; papers are joined by title."""
    types = load_vocabulary().entity_types()
    entity_types = {entity.id: entity.type for entity in graph.entities()}
    predicted = _by_paper(graph)
    out = Evaluation(
        papers=len(gold),
        strict={t: Score() for t in types},
        lenient={t: Score() for t in types},
        mentions={t: Score() for t in types},
    )
    for paper in gold:
        found = predicted.get(paper_id(paper.title), _Predicted())
        for lenient, scores in ((False, out.strict), (True, out.lenient)):
            links = _link(paper, found, entity_types, lenient)
            _count_entities(paper, found, entity_types, links, scores)
            if not lenient:
                _count_roles(paper, found, links, out)
                _count_relations(paper, found, links, out.relations)
                _count_results(paper, found, links, out.results)
        for section, text in (("title", paper.title), ("abstract", paper.abstract)):
            _count_mentions(text, paper, [m for m in found.mentions if m.section == section], out)
    return out


def _by_paper(graph: Graph) -> dict[str, _Predicted]:
    vocabulary = load_vocabulary()
    roles, relations = set(vocabulary.roles()), set(vocabulary.relations())
    papers: dict[str, _Predicted] = defaultdict(_Predicted)
    for mention in graph.mentions():
        papers[mention.paper].mentions.append(mention)
        papers[mention.paper].surfaces[mention.entity].add(normalised(mention.text))
    claim: Claim
    for claim in graph.claims():
        if claim.predicate in roles:
            papers[claim.paper].roles[claim.object].add(claim.predicate)
        elif claim.predicate in relations:
            papers[claim.paper].relations.add((claim.subject, claim.predicate, claim.object))
    for result in graph.results():
        papers[result.paper].results.append(result)
    return papers


def _link(paper: GoldPaper, found: _Predicted, entity_types: dict[str, str], lenient: bool) -> dict[str, GoldEntity]:
    """Predicted entities matched to gold ones, one to one, in the order of their first mention."""
    left = [(entity, {normalised(s) for s in entity.surfaces}) for entity in paper.entities]
    links: dict[str, GoldEntity] = {}
    for identifier, surfaces in found.surfaces.items():
        for candidate in left:
            if candidate[0].type == entity_types[identifier] and same_thing(surfaces, candidate[1], lenient):
                left.remove(candidate)
                links[identifier] = candidate[0]
                break
    return links


def _count_entities(
    paper: GoldPaper,
    found: _Predicted,
    entity_types: dict[str, str],
    links: dict[str, GoldEntity],
    scores: dict[str, Score],
) -> None:
    for identifier in found.surfaces:
        match = links.get(identifier)
        if match is None or match.agreed:
            score = scores[entity_types[identifier]]
            score.predicted += 1
            score.found += match is not None
    for entity in paper.entities:
        scores[entity.type].gold += entity.agreed


def _count_roles(paper: GoldPaper, found: _Predicted, links: dict[str, GoldEntity], out: Evaluation) -> None:
    for identifier, entity in links.items():
        if entity.agreed:
            out.roles += Score(entity.predicate in found.roles[identifier], 1, 1)
    introduced = {id(entity) for identifier, entity in links.items() if "introduces" in found.roles[identifier]}
    for entity in paper.entities:
        if entity.predicate == "introduces" and entity.agreed:
            out.introduced += Score(id(entity) in introduced, 0, 1)


def _count_relations(paper: GoldPaper, found: _Predicted, links: dict[str, GoldEntity], score: Score) -> None:
    if not paper.relations:
        return
    names = {identifier: entity.name for identifier, entity in links.items()}
    stated = {(names.get(head, head), predicate, names.get(tail, tail)) for head, predicate, tail in found.relations}
    score += Score(len(stated & paper.relations), len(stated), len(paper.relations))


def _count_results(paper: GoldPaper, found: _Predicted, links: dict[str, GoldEntity], score: Score) -> None:
    names = {identifier: entity.name for identifier, entity in links.items()}
    left = list(paper.results)
    for result in found.results:
        slots = (names.get(result.metric or ""), names.get(result.dataset or ""))
        bare = not result.metric and not result.dataset
        for gold in left:
            matched = any(
                mine and mine == theirs for mine, theirs in zip(slots, (gold.metric, gold.dataset), strict=True)
            )
            if _same_value(result.value, gold.value) and (matched or (bare and not gold.metric and not gold.dataset)):
                left.remove(gold)
                score.found += 1
                break
    score.predicted += len(found.results)
    score.gold += len(paper.results)


def _same_value(mine: str, theirs: str) -> bool:
    a, b = _number(mine), _number(theirs)
    return a is not None and b is not None and abs(a - b) <= 1e-9 * max(1.0, abs(b))


def _number(text: str) -> float | None:
    match = re.search(r"-?\d[\d,]*(?:\.\d+)?|-?\.\d+", text)
    return float(match.group().replace(",", "")) if match else None


def _count_mentions(text: str, paper: GoldPaper, mentions: list[Mention], out: Evaluation) -> None:
    gold = {(start, end): entity for start, end, entity in gold_spans(text, paper.entities)}
    mine = {(m.start, m.end): m.type for m in mentions}
    for span, type_name in mine.items():
        entity = gold.get(span)
        if entity is None or entity.agreed or entity.type != type_name:
            out.mentions[type_name].predicted += 1
        if entity is None or entity.type != type_name:
            truth = entity.type if entity else NONE
            out.confusion[truth, type_name] += 1
            _note_error(out, (text[span[0] : span[1]], truth, type_name), text, span[0])
    for span, entity in gold.items():
        if not entity.agreed:
            continue
        out.mentions[entity.type].gold += 1
        if mine.get(span) == entity.type:
            out.mentions[entity.type].found += 1
            out.confusion[entity.type, entity.type] += 1
        elif span not in mine:
            out.confusion[entity.type, NONE] += 1
            _note_error(out, (text[span[0] : span[1]], entity.type, NONE), text, span[0])


def _note_error(out: Evaluation, error: tuple[str, str, str], text: str, position: int) -> None:
    out.errors[error] += 1
    if error not in out.examples:
        starts = [*boundaries(text), len(text)]
        begin = max(start for start in starts if start <= position)
        end = min((start for start in starts if start > position), default=len(text))
        out.examples[error] = text[begin:end].strip()
