"""spaCy component "paperkg": the whole pipeline as one component of any English pipeline.

    nlp = spacy.blank("en")                 # or any loaded pipeline, with any tokenizer
    nlp.add_pipe("paperkg", config={"model": "fast"})
    doc = nlp("A Title\\n\\nAn abstract.")
    doc.spans["paperkg"]                    # mentions, labelled with their types
    doc._.paperkg                           # Findings: entities, relations, results, by name

The text is read with paperkg's own tokenizer and aligned by characters: where a mention begins or ends inside a token
of the Doc its Span covers the whole token, and `doc._.paperkg` has the exact offsets. spaCy finds the component by the
entry point `spacy_factories` of the installed package; in a checkout, `import extractors.spacy_component` first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extractors.findings import Findings, from_plain, split_text, title_of
from extractors.pipeline import DEFAULT_MODEL, extract, load
from extractors.records import Extraction

# Key of the Doc's user data. What it holds is plain (dictionaries, lists, text, numbers), so that a Doc can be written
# to bytes, as a DocBin and `nlp.pipe(n_process=2)` do.
_KEY = "paperkg"


def _findings(doc: Doc) -> Findings | None:
    plain = doc.user_data.get(_KEY)
    if plain is None:
        return None
    start = split_text(doc.text)
    return Findings(title_of(doc.text, start), doc.text[start:], from_plain(plain))


if not Doc.has_extension(_KEY):
    Doc.set_extension(_KEY, getter=_findings)


class PaperkgComponent:
    """Sets `doc.spans[spans_key]`, `doc._.paperkg` and, if wanted, `doc.ents`.

    A Doc is a title, a blank line and an abstract; without a blank line, or with more than a title before it, the whole
    text is an abstract.
    """

    def __init__(self, model: str, spans_key: str, annotate_ents: bool) -> None:
        self.model = model
        self.spans_key = spans_key
        self.annotate_ents = annotate_ents

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Read a stream of documents; the result does not depend on how it is batched."""
        source = iter(stream)
        while docs := list(islice(source, max(1, batch_size))):
            starts = [split_text(doc.text) for doc in docs]
            texts = [(title_of(doc.text, start), doc.text[start:]) for doc, start in zip(docs, starts, strict=True)]
            for doc, start, found in zip(docs, starts, extract(texts, self.model), strict=True):
                yield self._mark(doc, start, found)

    def _mark(self, doc: Doc, abstract_start: int, found: Extraction) -> Doc:
        spans = []
        for mention in found.mentions:
            offset = abstract_start if mention.section == "abstract" else 0
            span = doc.char_span(
                offset + mention.start, offset + mention.end, label=mention.type, alignment_mode="expand"
            )
            if span is not None:
                span._.score, span._.extractor, span._.cluster = mention.score, mention.extractor, mention.cluster
                spans.append(span)
        doc.spans[self.spans_key] = spans
        doc.user_data[_KEY] = asdict(found)
        if self.annotate_ents:
            doc.ents = _with_entities(doc, spans)
        return doc


def _with_entities(doc: Doc, spans: list[Span]) -> list[Span]:
    """Spans without overlap, the longest first, and the entities of earlier components that they leave room for."""
    kept = filter_spans(spans)
    taken = {token.i for span in kept for token in span}
    return [*kept, *(entity for entity in doc.ents if taken.isdisjoint(token.i for token in entity))]


@Language.factory(
    "paperkg",
    assigns=["doc.spans", "doc._.paperkg"],
    default_config={"model": DEFAULT_MODEL, "spans_key": "paperkg", "annotate_ents": False},
)
def make_paperkg(nlp: Language, name: str, model: str, spans_key: str, annotate_ents: bool) -> PaperkgComponent:
    """The component of a model: accurate, fast, rules, a folder of `kg train`, or a .toml file (docs/models.md).

    Raises:
        ModelError: the model is unknown, damaged, or names something that is not installed.
    """
    component = PaperkgComponent(model, spans_key, annotate_ents)
    load(model)
    return component
