"""Names that differ in a word that says nothing, or in word order only."""

from collections.abc import Sequence
from typing import Final

from extractors.names import name_key
from kg.resolution.lexicon_index import LexiconIndex

# Last words that only repeat the type, after a proper name (ImageNet dataset, F1 score, BERT model).
_AFTER_PROPER_NAMES: Final = {
    "Method": frozenset(
        ["model", "architecture", "framework", "algorithm", "method", "approach", "technique", "mechanism"]
    ),
    "Dataset": frozenset(["dataset", "benchmark", "corpus", "data"]),
    "Metric": frozenset(["score", "metric", "measure"]),
    "Task": frozenset(["task", "problem"]),
}
# The same after a phrase in ordinary words, where "model" or "data" would change the meaning (reward, reward model).
_AFTER_PHRASES: Final = {
    "Method": frozenset(["algorithm", "method", "approach", "technique"]),
    "Metric": frozenset(["metric", "measure"]),
    "Task": frozenset(["task", "problem"]),
}
# After a single word that the lexicon knows, such as attention or classification.
_AFTER_KNOWN_WORDS: Final = {
    "Method": frozenset(["algorithm", "method", "technique", "mechanism", "architecture"]),
    "Task": frozenset(["task", "problem"]),
}


# The words that a name may lack, of all types.
_TYPE_WORDS: Final = frozenset[str]().union(*_AFTER_PROPER_NAMES.values())


def key_without_type_word(words: Sequence[str]) -> str | None:
    """The key of a name without its last word, where that repeats a type."""
    return name_key(" ".join(words[:-1])) if len(words) > 1 and words[-1] in _TYPE_WORDS else None


def says_nothing(kind: str, key: str, name: str, words: Sequence[str], known: bool, lexicon: LexiconIndex) -> bool:
    """Whether the last word of a name of a type may be left out; `known` if the lexicon has the name without it."""
    if words[-1] not in _AFTER_PROPER_NAMES.get(kind, ()):
        return False
    if is_proper(name.split()[:-1]):
        return True
    if (kind, key) in lexicon.entries:
        return False
    if len(words) > 2:
        return words[-1] in _AFTER_PHRASES.get(kind, ())
    return known and words[-1] in _AFTER_KNOWN_WORDS.get(kind, ())


def is_proper(words: list[str]) -> bool:
    """Whether a capital inside a word, or a digit, marks a proper name; a capital at the start is often typographic."""
    return any(character.isupper() or character.isdigit() for word in words for character in word[1:])


def key_without_of(words: Sequence[str]) -> str | None:
    """The key of a name whose words before and after "of" change places (classification of images)."""
    if words.count("of") != 1 or len(words) < 3:
        return None
    middle = words.index("of")
    return name_key(" ".join([*words[middle + 1 :], *words[:middle]]))
