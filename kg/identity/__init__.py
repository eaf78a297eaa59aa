"""Which records are of one paper, told by light keys alone: public identifiers, title, year, surnames, first words.

A Daily Papers page knows a paper by its title, an arXiv dump by its number, Crossref by its DOI. Records are of one
paper

1. where they share an arXiv number or a DOI; else
2. where their normalised titles are equal, nothing contradicts it, and the title says enough.

Two records contradict each other by different arXiv numbers; by different DOIs, unless one is a preprint server's; by
years that differ, where one year is allowed between a preprint and another record, for that is how long printing takes
often enough; and by authors, where fewer than half of the surnames of the shorter list are in the other. A year that
was inferred counts as unknown. A title says enough with four words and twenty characters: shorter ones ("Editorial",
"Introduction") and those of front matter are given to many works. They need the same year and authors, known on both
sides, or the same first words of the abstract. First words that are long enough outweigh years and authors everywhere.

A record that lacks year or authors may fit several papers that contradict each other. It then belongs to none of them,
rather than make one paper of all.

The answer depends on the set of keys alone, neither on their order nor on earlier answers.
"""

from kg.identity.keys import Key, is_made_of_title, key, preferred_doi, surname
from kg.identity.papers import paper_ids

__all__ = ["Key", "is_made_of_title", "key", "paper_ids", "preferred_doi", "surname"]
