"""The lexicon by key: which entry a name belongs to, which words it knows, and which acronyms it spells out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import pyarrow as pa

from extractors.names import key_words, name_key, numbers_of
from kg.resolution.short_forms import is_acronym


class Entry(Protocol):
    """One curated thing: its type, its label, and all its names (the label among them or not)."""

    @property
    def type(self) -> str:
        """The ontology type."""
        ...

    @property
    def label(self) -> str:
        """The name to show."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the thing."""
        ...


@dataclass(frozen=True, slots=True)
class LexiconIndex:
    """Curated names ready for look-up.

    `labels` are the labels by entry number; `entries` maps (type, key) to an entry number, without keys that two
    entries of a type claim as an alias; `names` has the text of each; `types` is a table of the same keys and types;
    `vocabulary` is every normalised word; `long_forms` maps the key of an acronym to the words it stands for, where the
    lexicon knows one reading;
    `spelled_out` are the entries with a name that is no acronym.
    """

    labels: tuple[str, ...]
    entries: dict[tuple[str, str], int]
    names: dict[tuple[str, str], str]
    types: pa.Table
    vocabulary: frozenset[str]
    long_forms: dict[str, tuple[str, ...]]
    spelled_out: frozenset[int]


def lexicon_index(entries: Iterable[Entry]) -> LexiconIndex:
    """The index of entries, in whatever order they come."""
    return _index(tuple((entry.type, entry.label, tuple(entry.names)) for entry in entries))


def _consistent(label: str, names: tuple[str, ...]) -> list[str]:
    """The names without those that differ from each other in a number that the label lacks (recall@k: R@1, R@10)."""
    numbers = {numbers_of(name) for name in names if numbers_of(name)}
    if len(numbers) > 1 and not numbers_of(label):
        return [name for name in names if not numbers_of(name)]
    return list(names)


@lru_cache(maxsize=2)
def _index(given: tuple[tuple[str, str, tuple[str, ...]], ...]) -> LexiconIndex:
    entries = sorted(given)
    by_key: dict[tuple[str, str], int] = {}
    shown: dict[tuple[str, str], str] = {}
    claims: Counter[tuple[str, str]] = Counter()
    aliases: dict[tuple[str, str], int] = {}
    readings: dict[str, set[tuple[str, ...]]] = {}
    vocabulary: set[str] = set()
    spelled_out: set[int] = set()
    for number, (kind, label, names) in enumerate(entries):
        by_key.setdefault((kind, name_key(label)), number)
        shown.setdefault((kind, name_key(label)), label)
        for key, name in {name_key(name): name for name in sorted(_consistent(label, names), reverse=True)}.items():
            claims[kind, key] += 1
            aliases[kind, key] = number
            shown.setdefault((kind, key), name)
        for name in (label, *names):
            vocabulary.update(key_words(name))
        spelled = [name for name in (label, *names) if len(key_words(name)) > 1 and not is_acronym(name)]
        if spelled:
            spelled_out.add(number)
            for name in (label, *names):
                if is_acronym(name) and len(name_key(name)) > 2:
                    readings.setdefault(name_key(name), set()).add(key_words(spelled[0]))
    for claimed, number in aliases.items():
        if claims[claimed] == 1:
            by_key.setdefault(claimed, number)
    pairs = sorted(by_key)
    types = {"key": [key for _, key in pairs], "type": [kind for kind, _ in pairs]}
    return LexiconIndex(
        labels=tuple(label for _, label, _ in entries),
        entries=by_key,
        names=shown,
        types=pa.table(types, pa.schema([("key", pa.string()), ("type", pa.string())])),
        vocabulary=frozenset(vocabulary),
        long_forms={key: next(iter(found)) for key, found in readings.items() if len(found) == 1},
        spelled_out=frozenset(spelled_out),
    )
