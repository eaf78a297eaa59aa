"""The vocabulary of the graph: types, predicates and curated names, read from the data files of this package."""

from ontology.lexicon import Lexicon, LexiconEntry, load_lexicon
from ontology.vocabulary import EntityType, Predicate, Vocabulary, load_vocabulary

__all__ = [
    "EntityType",
    "Lexicon",
    "LexiconEntry",
    "Predicate",
    "Vocabulary",
    "load_lexicon",
    "load_vocabulary",
]
