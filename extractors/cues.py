"""Cue phrases of `data/cues.toml`, found in a list of lower-cased words in one pass."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CUE_FILE = Path(__file__).with_name("data") / "cues.toml"


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase found: `words[start:end]` belongs to the group."""

    start: int
    end: int
    group: str


class CueMatcher:
    """Finds the phrases of all groups; a phrase word that ends in `*` stands for every word that begins so."""

    def __init__(self, groups: dict[str, list[str]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._prefix: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._seen: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for group in sorted(groups):
            for phrase in groups[group]:
                first, *rest = phrase.split()
                table = self._prefix if first.endswith("*") else self._exact
                table.setdefault(first.rstrip("*"), []).append((tuple(rest), group))

    def _starting_with(self, word: str) -> list[tuple[tuple[str, ...], str]]:
        """Rests of the phrases whose first word fits, remembered for the next time the word is met."""
        found = self._seen.get(word)
        if found is None:
            found = list(self._exact.get(word, []))
            for length in range(1, len(word) + 1):
                found += self._prefix.get(word[:length], [])
            if len(self._seen) < 50_000:
                self._seen[word] = found
        return found

    def find(self, words: list[str]) -> list[Cue]:
        """All phrases in the words, by start; phrases of different groups may share words."""
        cues = []
        for i, word in enumerate(words):
            for rest, group in self._starting_with(word):
                end = i + 1 + len(rest)
                if rest and not _fits(words, i + 1, rest):
                    continue
                cues.append(Cue(i, end, group))
        return cues


def _fits(words: list[str], start: int, phrase: tuple[str, ...]) -> bool:
    if start + len(phrase) > len(words):
        return False
    for i, part in enumerate(phrase, start):
        if part[-1] == "*":
            if not words[i].startswith(part[:-1]):
                return False
        elif words[i] != part:
            return False
    return True


@lru_cache(maxsize=1)
def load_cues() -> CueMatcher:
    """The shipped cue phrases."""
    with CUE_FILE.open("rb") as file:
        return CueMatcher({name: table["phrases"] for name, table in tomllib.load(file).items()})
