"""spaCy component "mention_tagger": proposes mentions of methods, datasets, metrics and tasks."""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from extractors.onnx_tagger import OnnxTagger, TaggedSpan
from extractors.spans import add_mention, start_mentions, text_of

EXTRACTOR = "tagger"

if not Doc.has_extension("tagged"):
    Doc.set_extension("tagged", default=())


@Language.factory(
    "mention_tagger", assigns=["doc.spans", "doc._.tagged"], default_config={"model": "accurate", "threads": 2}
)
def make_tagger(nlp: Language, name: str, model: str, threads: int) -> "Tagger":
    """`model` is "accurate", "fast" or a folder; `threads` the threads of one run. Raises ModelError."""
    return Tagger(OnnxTagger(model, threads))


class Tagger:
    """Appends the tagger's mentions to `doc.spans["mentions"]` and keeps the exact ones in `doc._.tagged`.

    The model's word boundaries are those of `extractors.tokenizer.WordTokenizer`. With another tokenizer a mention
    may begin or end inside a token: its Span then covers the whole token, and `doc._.tagged` has the exact offsets.
    """

    def __init__(self, tagger: OnnxTagger) -> None:
        self.tagger = tagger

    def __call__(self, doc: Doc) -> Doc:
        """Tags one document."""
        return self._mark(doc, self.tagger.predict([text_of(doc)])[0])

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:
        """Tags a stream; the result does not depend on how it is batched."""
        source = iter(stream)
        while docs := list(islice(source, max(1, batch_size))):
            for doc, found in zip(docs, self.tagger.predict([text_of(doc) for doc in docs]), strict=True):
                yield self._mark(doc, found)

    def _mark(self, doc: Doc, found: list[TaggedSpan]) -> Doc:
        doc._.tagged = tuple(found)
        start_mentions(doc)
        for mention in found:
            span = doc.char_span(mention.start, mention.end, label=mention.label, alignment_mode="expand")
            if span is not None:
                add_mention(doc, span, score=mention.score, extractor=EXTRACTOR)
        return doc
