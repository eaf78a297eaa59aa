"""Misspelled names: fuzzy matching of words on blocked keys, at a threshold high enough for real words to stay apart.

A word that hardly occurs is corrected to a well-known word one edit away (two in long words); a name is merged when the
corrected name occurs. Blocks are the deletion neighbourhoods of SymSpell (W. Garbe 2012): two words one edit apart
share a form with one letter deleted, so the work grows with the number of words and not of their pairs.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from extractors.names import key_words, name_key
from kg.engines.session import SqlSession
from kg.resolution.lexicon_index import LexiconIndex

_CONTRASTS_FILE: Final = Path(__file__).parent / "data" / "contrasts.tsv"

# Shorter words are too close to each other (face, fake; lane, line).
MIN_LENGTH: Final = 7
# From this length two edits still leave five letters in six alike.
TWO_EDITS_LENGTH: Final = 12
# A typo is a word of one name, in at most two clusters; a word seen more often is meant.
RARE_NAMES: Final = 1
RARE_CLUSTERS: Final = 2
# What it is corrected to is a word of the lexicon or of at least this many clusters.
KNOWN_CLUSTERS: Final = 5
# A name of one word has no context that agrees, so it must be longer.
LONE_LENGTH: Final = 10

_WORDS: Final = f"""
SELECT word, CAST(sum(clusters) AS BIGINT) AS clusters, count(*) AS names, min(name) AS holder
FROM node_word WHERE length(word) >= {MIN_LENGTH} GROUP BY word
"""
_PLAIN_WORD: Final = re.compile(r"[^\W\d_][a-zß-öø-ÿ]+")


@lru_cache(maxsize=1)
def _contrasts() -> tuple[tuple[str, str], ...]:
    """Pairs of word beginnings that change the meaning."""
    pairs = []
    for line in _CONTRASTS_FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, _, right = line.partition("\t")
            pairs.append((left, right))
    return tuple(pairs)


def opposed(left: str, right: str) -> bool:
    """Whether two words differ in a beginning that changes the meaning (inter-, intra-; un-, nothing)."""
    for first, second in _contrasts():
        for one, other in ((left, right), (right, left)):
            if one.startswith(first) and other.startswith(second) and one[len(first) :] == other[len(second) :]:
                return True
    return False


def edits(left: str, right: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); `most` + 1 if more."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def misspelt(rare: str, known: str) -> bool:
    """Whether a rare word looks like a slip in a known one, and not like another word or another form of it."""
    if min(len(rare), len(known)) < MIN_LENGTH or rare[0] != known[0] or opposed(rare, known):
        return False
    # What differs at the end alone is inflection or derivation (optimizer, optimized).
    shorter = min(len(rare), len(known))
    if rare[: shorter - 1] == known[: shorter - 1]:
        return False
    allowed = 2 if shorter >= TWO_EDITS_LENGTH else 1
    return edits(rare, known, allowed) <= allowed


def _deletions(word: str) -> set[str]:
    """A word and its forms with one letter less."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def corrections(rare: Iterable[str], known: dict[str, int]) -> dict[str, str]:
    """For every rare word the known word it misspells, if any: the most frequent, then the first by alphabet."""
    blocks: defaultdict[str, list[str]] = defaultdict(list)
    near: set[tuple[str, int]] = set()
    for word in sorted(rare):
        near.update((word[0], len(word) + change) for change in (-2, -1, 0, 1, 2))
        for form in _deletions(word):
            blocks[form].append(word)
    close = [word for word in known if (word[0], len(word)) in near]
    found: dict[str, str] = {}
    for word in sorted(close, key=lambda word: (-known[word], word)):
        for form in _deletions(word):
            for candidate in blocks.get(form, ()):
                if candidate not in found and candidate != word and misspelt(candidate, word):
                    found[candidate] = word
    return found


def _coined(word: str, name: str) -> bool:
    """Whether a word of a name is written with capitals or digits inside: then every letter counts (MathVista)."""
    return not any(
        _PLAIN_WORD.fullmatch(found) for found in re.findall(r"[^\W_]+", name) if key_words(found) == (word,)
    )


def respellings(session: SqlSession, lexicon: LexiconIndex) -> dict[str, str]:
    """The misspelled words of the nodes of a session, and the words that they misspell."""
    clusters: dict[str, int] = {}
    holder: dict[str, str] = {}
    for word, count, names, name in session.rows(_WORDS):
        clusters[word] = count
        if names <= RARE_NAMES and count <= RARE_CLUSTERS and word.isalpha() and word not in lexicon.vocabulary:
            holder[word] = name
    if not holder:
        return {}
    known = {word: clusters.get(word, 0) for word in lexicon.vocabulary if len(word) >= MIN_LENGTH}
    known |= {word: count for word, count in clusters.items() if count >= KNOWN_CLUSTERS}
    found = corrections(holder, known)
    return {word: right for word, right in found.items() if not _coined(word, holder[word])}


def respelled_key(words: Sequence[str], respellings: Mapping[str, str]) -> str | None:
    """The key of a name with its misspelled words corrected."""
    if len(words) == 1 and len(words[0]) < LONE_LENGTH:
        return None
    return name_key(" ".join(respellings.get(word, word) for word in words))
