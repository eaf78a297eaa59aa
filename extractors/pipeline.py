"""Puts the components together: the one place that says which run, and in what order."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

import ontology
from extractors import (  # noqa: F401  (importing a component registers it)
    abbreviations,
    foreign_tagger,
    lexicon_matcher,
    mention_resolver,
    patterns,
    relations,
    results,
    roles,
    sentences,
    tagger,
    tokenizer,
)
from extractors.foreign_tagger import read_foreign
from extractors.onnx_tagger import SHIPPED
from extractors.records import Extraction, Mention
from extractors.spans import (
    found_abbreviations,
    found_relations,
    found_results,
    found_roles,
    mention_spans,
    paper_text,
    section_of,
    section_offset,
    set_sections,
)

# A model is a trained tagger's weights, shipped or a folder of `kg train`; or a TOML file that names another spaCy
# pipeline; "rules" does without any, by lexicon and patterns alone.
RULES = "rules"
MODELS = (*SHIPPED, RULES)
DEFAULT_MODEL = "accurate"
# Of a tagger that has the machine to itself; on more than two its network gains little.
THREADS = 2
_SETTINGS = ".toml"
_PROPOSE = ("lexicon_matcher", "patterns")
_UNDERSTAND = ("mention_resolver", "roles", "relations", "results")
# Weights that every model uses.
_SHARED_WEIGHTS = ("roles", "relations", "results")


def build_pipeline(model: str = DEFAULT_MODEL, threads: int = THREADS) -> Language:
    """A spaCy pipeline that finds mentions, roles, relations and results in a Doc of `paper_text`.

    `threads` is the number of threads of a trained tagger; what it finds does not depend on it.

    Raises:
        ModelError: the model is unknown, damaged, or names something that is not installed.
    """
    config = {"nlp": {"tokenizer": {"@tokenizers": "paperkg.WordTokenizer.v1"}}}
    nlp = spacy.blank("en", config=config)
    nlp.max_length = 100_000_000
    nlp.add_pipe("sentences")
    nlp.add_pipe("abbreviations")
    if model.endswith(_SETTINGS):
        nlp.add_pipe("foreign_tagger", config={"settings": model})
    elif model != RULES:
        nlp.add_pipe("mention_tagger", config={"model": model, "threads": threads})
    for name in (*_PROPOSE, *_UNDERSTAND):
        nlp.add_pipe(name)
    return nlp


def load(model: str = DEFAULT_MODEL, threads: int = THREADS) -> Language:
    """The pipeline of a model, kept for later calls; see `build_pipeline`."""
    return _pipeline(model, threads)


@lru_cache(maxsize=2)
def _pipeline(model: str, threads: int) -> Language:
    return build_pipeline(model, threads)


@lru_cache(maxsize=4)
def fingerprint(model: str = DEFAULT_MODEL) -> str:
    """A short digest of everything that decides what the pipeline finds: code, data and weights."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    files = [path for path in folder.rglob("*.py") if "training" not in path.relative_to(folder).parts]
    files += [path for path in (folder / "data").rglob("*") if path.is_file()]
    for name in _SHARED_WEIGHTS:
        files += (folder / "models" / name).rglob("*")
    chosen = folder / "models" / model if model in MODELS else Path(model)
    files += [chosen] if chosen.is_file() else chosen.rglob("*")
    files += Path(ontology.__file__).parent.glob("lexicon/*.tsv")
    read = (path for path in files if path.is_file() and path.suffix != ".md")
    for path in sorted(read, key=lambda path: (path.parent.name, path.name)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    if model.endswith(_SETTINGS):
        inner = read_foreign(Path(model)).nlp
        digest.update(f"{inner.meta['name']} {inner.meta['version']} {inner.pipe_names}".encode())
    return digest.hexdigest()[:16]


def extract(
    papers: Iterable[tuple[str, str]], model: str = DEFAULT_MODEL, threads: int = THREADS
) -> Iterator[Extraction]:
    """What the pipeline finds in papers given as (title, abstract), in the same order."""
    nlp = load(model, threads)
    for doc in nlp.pipe(_documents(nlp, papers), batch_size=64):
        yield to_extraction(doc)


def _documents(nlp: Language, papers: Iterable[tuple[str, str]]) -> Iterator[Doc]:
    for title, abstract in papers:
        doc = nlp.make_doc(paper_text(title, abstract))
        set_sections(doc, title)
        yield doc


def to_extraction(doc: Doc) -> Extraction:
    """The record of a processed Doc; offsets are turned into offsets of the sections."""
    mentions = []
    for span in mention_spans(doc):
        section = section_of(doc, span.start_char)
        mentions.append(
            Mention(
                section=section,
                start=section_offset(doc, span.start_char, section),
                end=section_offset(doc, span.end_char, section),
                text=span.text,
                type=span.label_,
                score=span._.score,
                extractor=span._.extractor,
                cluster=span._.cluster,
            )
        )
    # Where a predicate is likely the names may still be wrong: the score is the chance of both. Names of one sentence
    # are not right or wrong independently of each other, so the less certain one counts for two.
    certain: dict[int, float] = {}
    for mention in mentions:
        certain[mention.cluster] = max(certain.get(mention.cluster, 0.0), mention.score)
    claimed = (replace(role, score=round(role.score * certain[role.cluster], 4)) for role in found_roles(doc))
    related = (
        replace(relation, score=round(relation.score * min(certain[relation.head], certain[relation.tail]), 4))
        for relation in found_relations(doc)
    )
    return Extraction(
        mentions=tuple(mentions),
        abbreviations=tuple(found_abbreviations(doc)),
        roles=tuple(claimed),
        relations=tuple(related),
        results=tuple(found_results(doc)),
    )
