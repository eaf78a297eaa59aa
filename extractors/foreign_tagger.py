"""Takes the tagger's place by any other spaCy pipeline or component, as a TOML file says.

[tagger]
package = "en_core_web_sm"       # an installed spaCy pipeline, or instead of it
# factory = "gliner_spacy"       # a component factory, with its settings under [tagger.config]
score = 0.5                      # how sure one of its entities is, if it does not say so itself

[tagger.labels]                  # its labels, and the types they stand for
PRODUCT = "Method"
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extractors.errors import ModelError
from extractors.spans import add_mention, start_mentions, text_of
from ontology import load_vocabulary

EXTRACTOR = "foreign"
_DEFAULT_SCORE = 0.5


@dataclass(frozen=True, slots=True)
class ForeignSettings:
    """A spaCy pipeline to run, and what its labels mean here."""

    nlp: Language
    labels: dict[str, str]
    score: float


def read_foreign(path: Path) -> ForeignSettings:
    """The settings of a TOML file.

    Raises:
        ModelError: the file is no such TOML, names an unknown type, or its pipeline cannot be loaded.
    """
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["tagger"]
        labels = {str(label): str(type_name) for label, type_name in data["labels"].items()}
        score = float(data.get("score", _DEFAULT_SCORE))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: no tagger settings ({type(error).__name__}: {error}); see docs/models.md") from error
    unknown = sorted(set(labels.values()) - set(load_vocabulary().entity_types()))
    if unknown:
        raise ModelError(f"{path}: {unknown[0]!r} is no type; the types are {load_vocabulary().entity_types()}")
    return ForeignSettings(_inner(path, data), labels, score)


def _inner(path: Path, data: dict[str, Any]) -> Language:
    try:
        if "package" in data:
            return spacy.load(str(data["package"]))
        nlp = spacy.blank("en")
        nlp.add_pipe(str(data["factory"]), config=dict(data.get("config", {})))
        nlp.initialize()
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ModelError(f"{path}: the tagger cannot be loaded ({reason}); is its package installed?") from error
    return nlp


class ForeignTagger:
    """Proposes the entities that another pipeline finds in the same text; it keeps its own tokenizer.

    Their score is `span._.score`, which GLiNER's component sets, or else that of the settings.
    """

    def __init__(self, settings: ForeignSettings) -> None:
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        """Propose the entities of one document."""
        return self._mark(doc, self.settings.nlp(text_of(doc)))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Propose the entities of a stream of documents."""
        pairs = self.settings.nlp.pipe(((text_of(doc), doc) for doc in stream), as_tuples=True, batch_size=batch_size)
        for found, doc in pairs:
            yield self._mark(doc, found)

    def _mark(self, doc: Doc, found: Doc) -> Doc:
        start_mentions(doc)
        for entity in found.ents:
            type_name = self.settings.labels.get(entity.label_)
            if type_name is None:
                continue
            span = doc.char_span(entity.start_char, entity.end_char, label=type_name, alignment_mode="contract")
            if span is not None:
                add_mention(doc, span, score=float(entity._.score) or self.settings.score, extractor=EXTRACTOR)
        return doc


@Language.factory("foreign_tagger", default_config={"settings": ""})
def make_foreign_tagger(nlp: Language, name: str, settings: str) -> ForeignTagger:
    """The component of a settings file."""
    return ForeignTagger(read_foreign(Path(settings)))
