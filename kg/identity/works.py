"""What the records of one paper say of it, and whether two such accounts can be of one paper."""

from collections.abc import Iterable

from kg.identity.keys import Key, is_preprint_doi


class Work:
    """What the records of one paper, joined by public identifiers, say of it."""

    def __init__(self) -> None:
        self.arxiv_ids: set[str] = set()
        self.dois: set[str] = set()
        self.years: set[int] = set()
        self.surnames: set[str] = set()
        self.texts: set[tuple[str, bool]] = set()

    @classmethod
    def of(cls, parts: Iterable["Work"]) -> "Work":
        """What several parts say together."""
        whole = cls()
        for part in parts:
            whole.arxiv_ids |= part.arxiv_ids
            whole.dois |= part.dois
            whole.years |= part.years
            whole.surnames |= part.surnames
            whole.texts |= part.texts
        return whole

    def add(self, key: Key) -> None:
        """Take in what a record says."""
        self.arxiv_ids |= {key.arxiv_id} - {""}
        self.dois |= {key.doi} - {""}
        self.years |= {key.year} - {0}
        self.surnames |= set(key.surnames)
        self.texts.add((key.text, key.telling))

    def begins_as(self, other: "Work") -> bool:
        """Whether abstracts begin alike, and tellingly."""
        return any(telling for _, telling in self.texts & other.texts)

    def contradicts(self, other: "Work") -> bool:
        """Whether the two cannot be of one paper."""
        if self.arxiv_ids and other.arxiv_ids and self.arxiv_ids.isdisjoint(other.arxiv_ids):
            return True
        mine, theirs = ({doi for doi in known.dois if not is_preprint_doi(doi)} for known in (self, other))
        if mine and theirs and mine.isdisjoint(theirs):
            return True
        return not self.begins_as(other) and not (self._years_fit(other) and self._surnames_fit(other))

    def is_one_with(self, other: "Work", telling: bool) -> bool:
        """Whether two of one title are of one paper; `telling` says that the title is one work's alone."""
        if self.contradicts(other):
            return False
        dated_alike = not self.years.isdisjoint(other.years) and bool(self.surnames and other.surnames)
        return telling or dated_alike or not self.texts.isdisjoint(other.texts)

    def _years_fit(self, other: "Work") -> bool:
        if not self.years or not other.years:
            return True
        apart = min(abs(mine - theirs) for mine in self.years for theirs in other.years)
        return apart == 0 or (apart == 1 and self.is_preprint != other.is_preprint)

    def _surnames_fit(self, other: "Work") -> bool:
        shorter = min(len(self.surnames), len(other.surnames))
        return 2 * len(self.surnames & other.surnames) >= shorter

    @property
    def is_preprint(self) -> bool:
        """Whether a preprint server has it."""
        return bool(self.arxiv_ids) or any(map(is_preprint_doi, self.dois))
