"""Names that differ in a word that says nothing, or in word order only."""

from typing import Final

from extractors.names import name_key
from kg.resolution.lexicon_index import LexiconIndex
from kg.resolution.nodes import NodeTable
from kg.resolution.unions import Node, Unions

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


def join_type_words(table: NodeTable, unions: Unions, lexicon: LexiconIndex) -> None:
    """Unite a name with the same name followed by a word that repeats its type, where both occur."""
    for number in table.corpus_nodes():
        node = unions.nodes[number]
        if len(node.words) < 2:
            continue
        base, last = node.words[:-1], node.words[-1]
        if last not in _AFTER_PROPER_NAMES.get(node.type, ()):
            continue
        key = name_key(" ".join(base))
        if not _says_nothing(node, base, last, (node.type, key) in lexicon.entries):
            continue
        other = table.find(node.type, key)
        if other is not None:
            unions.join(number, other, "type word", "equal")


def _says_nothing(node: Node, base: tuple[str, ...], last: str, known: bool) -> bool:
    """Whether the last word of a name may be left out."""
    if is_proper(node.name.split()[:-1]):
        return True
    if node.entry is not None:
        return False
    if len(base) > 1:
        return last in _AFTER_PHRASES.get(node.type, ())
    return known and last in _AFTER_KNOWN_WORDS.get(node.type, ())


def is_proper(words: list[str]) -> bool:
    """Whether a capital inside a word, or a digit, marks a proper name; a capital at the start is often typographic."""
    return any(character.isupper() or character.isdigit() for word in words for character in word[1:])


def join_word_order(table: NodeTable, unions: Unions) -> None:
    """Unite "classification of images" with "image classification", where both occur."""
    for number in table.corpus_nodes():
        node = unions.nodes[number]
        if node.words.count("of") != 1 or len(node.words) < 3:
            continue
        middle = node.words.index("of")
        other = table.find(node.type, name_key(" ".join(node.words[middle + 1 :] + node.words[:middle])))
        if other is not None:
            unions.join(number, other, "word order", "equal")
