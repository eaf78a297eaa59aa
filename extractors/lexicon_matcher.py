"""Proposes the curated names of the lexicon wherever a paper writes them."""

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from extractors.settings import load_settings
from extractors.spans import add_mention, start_mentions
from ontology import LexiconEntry, load_lexicon


def plural(name: str) -> str:
    """The regular English plural of a noun phrase."""
    if re.search(r"(?:s|x|z|ch|sh)\Z", name):
        return name if name.endswith("s") else name + "es"
    if re.search(r"[^aeiou\W]y\Z", name):
        return name[:-1] + "ies"
    return name + "s"


def variants(name: str) -> Iterator[str]:
    """A name as it may be written: hyphens as blanks and the other way, plural of its last word."""
    forms = {name, name.replace("-", " ")}
    if name.count(" ") == 1:
        forms.add(name.replace(" ", "-"))
    for form in sorted(forms):
        yield form
        if form[-1].isalpha():
            yield plural(form)


class LexiconMatcher:
    """Matches lower-case names in any letter case and all others exactly as written; the longest match wins."""

    def __init__(self, nlp: Language, entries: Iterable[LexiconEntry], score: float) -> None:
        self.score = score
        self.any_case = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.exact = PhraseMatcher(nlp.vocab, attr="ORTH")
        names: dict[tuple[bool, str], set[str]] = {}
        for entry in entries:
            for name in entry.names:
                names.setdefault((name == name.lower(), entry.type), set()).update(variants(name))
        for (lower, type_name), forms in sorted(names.items()):
            matcher = self.any_case if lower else self.exact
            matcher.add(type_name, [nlp.make_doc(form) for form in sorted(forms)])

    def __call__(self, doc: Doc) -> Doc:
        """Propose the matches as mentions."""
        start_mentions(doc)
        matches: list[Span] = [*self.any_case(doc, as_spans=True), *self.exact(doc, as_spans=True)]
        for span in filter_spans(sorted(matches, key=lambda s: (s.start, s.end, s.label_))):
            add_mention(doc, span, score=self.score, extractor="lexicon")
        return doc


@Language.factory("lexicon_matcher")
def make_lexicon_matcher(nlp: Language, name: str) -> LexiconMatcher:
    """The matcher over the shipped lexicon."""
    return LexiconMatcher(nlp, load_lexicon().entries, load_settings().votes["lexicon"])
