"""Turns the proposals of all extractors into a paper's final mentions, consistent over the paper.

Proposals of one name vote for its type; a name that is kept is found at all its occurrences (case, plural, hyphen and
acronym variants included); where occurrences overlap the longest wins; mentions of one name share a cluster.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.names import name_key
from extractors.settings import MentionSettings, load_settings
from extractors.spans import MENTIONS, Proposal, found_abbreviations, proposals


@dataclass(slots=True)
class _Name:
    """The votes for one name of a paper: best score by (type, extractor), and the surfaces it was seen with."""

    votes: dict[tuple[str, str], float] = field(default_factory=dict)
    surfaces: set[str] = field(default_factory=set)

    def decide(self, overruled: Mapping[str, frozenset[str]]) -> tuple[str, float, str]:
        """Type, combined score and strongest extractor. Independent votes combine as 1 - prod(1 - score).

        `overruled`: types by the extractor whose proposal of another type they give way to.
        """
        weak = {t for extractor, types in overruled.items() for t in types if self._proposed(extractor) - {t}}
        doubt: dict[str, float] = defaultdict(lambda: 1.0)
        for (type_name, _), score in self.votes.items():
            if type_name not in weak:
                doubt[type_name] *= 1.0 - score
        type_name = min(doubt, key=lambda t: (doubt[t], t))
        voters = [(-score, extractor) for (t, extractor), score in self.votes.items() if t == type_name]
        return type_name, 1.0 - doubt[type_name], min(voters)[1]

    def _proposed(self, extractor: str) -> set[str]:
        return {label for label, voter in self.votes if voter == extractor}


@dataclass(frozen=True, slots=True)
class _Occurrence:
    start: int
    end: int
    key: str


class MentionResolver:
    """Votes, propagates, resolves overlaps and numbers clusters."""

    def __init__(self, settings: MentionSettings) -> None:
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        """Replace the proposals in `doc.spans` by the final mentions."""
        votes = [vote for proposal in proposals(doc) if (vote := self._trim(doc, proposal)) is not None]
        own_score = {(v.start, v.end, v.label): v.score for v in votes if v.extractor == "tagger"}
        aliases = {name_key(a.short): name_key(a.long) for a in found_abbreviations(doc)}
        names: dict[str, _Name] = defaultdict(_Name)
        for vote in votes:
            text = doc[vote.start : vote.end].text
            key = name_key(text)
            name = names[aliases.get(key, key)]
            voter = (vote.label, vote.extractor)
            name.votes[voter] = max(name.votes.get(voter, 0.0), vote.score)
            name.surfaces.add(text)
        for abbreviation in found_abbreviations(doc):
            long_key = name_key(abbreviation.long)
            if long_key in names:
                names[long_key].surfaces |= {abbreviation.short, abbreviation.long}
        decided = {key: name.decide(self.settings.overruled) for key, name in names.items()}
        kept = {key for key, (label, score, _) in decided.items() if score >= self.settings.threshold[label]}
        doc.spans[MENTIONS] = []
        clusters: dict[str, int] = {}
        for occurrence in _longest(_occurrences(doc, {key: names[key].surfaces for key in kept})):
            label, score, extractor = decided[occurrence.key]
            span = Span(doc, occurrence.start, occurrence.end, label=label)
            score = max(score, own_score.get((span.start, span.end, label), 0.0))
            span._.cluster = clusters.setdefault(occurrence.key, len(clusters))
            span._.score, span._.extractor = round(float(score), 4), extractor
            doc.spans[MENTIONS].append(span)
        return doc

    def _trim(self, doc: Doc, vote: Proposal) -> Proposal | None:
        """The proposal without leading determiners; None if it names nothing."""
        start, end = vote.start, vote.end
        while start < end and (doc[start].lower_ in self.settings.determiners or not _is_word(doc[start].text)):
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        if start == end or doc[start:end].text.lower() in self.settings.generic:
            return None
        return replace(vote, start=start, end=end)


def _is_word(text: str) -> bool:
    """Whether a token may begin a name: letters and digits, or an opening sign of mathematics."""
    return text[0].isalnum() or text[0] in "$\\{"


def _pieces(text: str) -> tuple[str, ...]:
    """A surface as comparable tokens: hyphens dropped, lower case but for acronyms, final plural s dropped."""
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return tuple(_fold(word) for word in words)


def _fold(word: str) -> str:
    if len(word) > 1 and word[:-1].isupper() and word.endswith("s"):
        return word[:-1]
    if word.isupper() and 1 < len(word) <= 6:
        return word
    word = word.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _occurrences(doc: Doc, surfaces: dict[str, set[str]]) -> Iterable[_Occurrence]:
    """Where the surfaces, or variants of them, stand in the Doc; hyphens and blanks count alike."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for key in sorted(surfaces):
        for pieces in sorted({_pieces(surface) for surface in surfaces[key]}):
            if pieces:
                by_first[pieces[0]].append((pieces, key))
    words = [(i, _fold(token.text)) for i, token in enumerate(doc) if token.text[0].isalnum()]
    gaps = [_joins(doc, words[i][0], words[i + 1][0]) for i in range(len(words) - 1)]
    for position, (token, first) in enumerate(words):
        for pieces, key in by_first.get(first, ()):
            last = position + len(pieces) - 1
            if (
                last < len(words)
                and all(words[position + i][1] == piece for i, piece in enumerate(pieces))
                and all(gaps[position:last])
            ):
                end = _closed(doc, token, words[last][0] + 1)
                if _is_balanced(doc[token:end].text):
                    yield _Occurrence(token, end, key)


def _joins(doc: Doc, left: int, right: int) -> bool:
    """Whether only a blank, a hyphen or a sign inside a name stands between two word tokens."""
    return right - left == 1 or (
        right - left <= 3 and all(doc[i].text in "-/.+*'’(){}$^_\\&–" for i in range(left + 1, right))
    )


def _closed(doc: Doc, start: int, end: int) -> int:
    """The end moved over a bracket that closes one opened inside: CCSD(T)."""
    text = doc[start:end].text
    return end + 1 if end < len(doc) and doc[end].text == ")" and text.count("(") > text.count(")") else end


def _is_balanced(text: str) -> bool:
    """Whether no bracket closes that was not opened, as in the "LLM) agents" of "language model (LLM) agents"."""
    return text.count(")") <= text.count("(")


def _longest(occurrences: Iterable[_Occurrence]) -> list[_Occurrence]:
    """Occurrences without overlap, the longest first, in text order."""
    taken: set[int] = set()
    kept = []
    for item in sorted(occurrences, key=lambda o: (o.start - o.end, o.start, o.key)):
        if taken.isdisjoint(range(item.start, item.end)):
            taken.update(range(item.start, item.end))
            kept.append(item)
    return sorted(kept, key=lambda o: o.start)


@Language.factory("mention_resolver")
def make_mention_resolver(nlp: Language, name: str) -> MentionResolver:
    """The resolver with the shipped settings."""
    return MentionResolver(load_settings())
