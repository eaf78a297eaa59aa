"""Applies a user's corrections to united names, and notes the lines that match nothing."""

from extractors.names import name_key
from kg.engines.session import SqlSession
from kg.resolution.curation import Curation, CurationLine
from kg.resolution.entities import EntityDraft
from kg.resolution.nodes import NodeTable


def pinned_pairs(session: SqlSession, curation: Curation) -> frozenset[tuple[str, str]]:
    """The (type, key) pairs that `split` lines keep on their own."""
    lines = [line for line in curation.lines if line.action == "split"]
    if not lines:
        return frozenset()
    types = [kind for (kind,) in session.rows("SELECT DISTINCT type FROM main")]
    return frozenset((kind, name_key(line.name)) for line in lines for kind in ([line.type] if line.type else types))


class AppliedCuration:
    """The corrections of one resolution, applied step by step; what was left over is in `notes`."""

    def __init__(self, session: SqlSession, table: NodeTable, curation: Curation) -> None:
        self._table = table
        self._curation = curation
        self._unmatched: list[tuple[CurationLine, str]] = []
        self._companions: dict[tuple[str, str], int] = {}
        self._types: list[str] = []
        if curation.lines:
            self._types = sorted({node.type for node in table.unions.nodes})
            # A name that is never the main name of a cluster stands for the main name it accompanies most often.
            for kind, key, main, _ in session.rows(
                "SELECT m.type, o.key, m.key AS main, count(*) AS n FROM occurrence o "
                "JOIN main m ON m.paper = o.paper AND m.cluster = o.cluster AND m.key <> o.key "
                "GROUP BY m.type, o.key, m.key ORDER BY n, main DESC, type, key"
            ):
                self._companions[kind, key] = table.index[kind, main]
            for line in curation.lines:
                if line.action == "split" and not self._nodes(line.type, line.name, exact=True):
                    self._miss(line, line.name)

    def _nodes(self, kind: str, name: str, *, exact: bool = False) -> dict[str, int]:
        """The node that a name means, by type."""
        key = name_key(name)
        found: dict[str, int] = {}
        for each in [kind] if kind else self._types:
            number = self._table.index.get((each, key))
            if number is None and not exact:
                number = self._companions.get((each, key))
            if number is not None:
                found[each] = number
        return found

    def _miss(self, line: CurationLine, name: str) -> None:
        self._unmatched.append((line, f"{line.action}: no {line.type or 'entity'} is named {name!r}"))

    def merge(self) -> None:
        """Unite what `merge` lines name, whatever the other steps decided."""
        for line in self._curation.lines:
            if line.action != "merge":
                continue
            names, targets = self._nodes(line.type, line.name), self._nodes(line.type, line.target)
            both = sorted(names.keys() & targets.keys())
            if not both:
                self._miss(line, line.target if names else line.name)
            for kind in both:
                self._table.unions.join(names[kind], targets[kind], "curation", "user")

    def rename(self, drafts: list[EntityDraft]) -> list[EntityDraft]:
        """The drafts with the labels that `rename` lines give; the former label becomes an alias."""
        unions = self._table.unions
        by_root = {unions.root(draft.nodes[0]): draft for draft in drafts}
        for line in self._curation.lines:
            if line.action != "rename":
                continue
            found = [by_root[root] for number in self._nodes(line.type, line.name).values()
                     if (root := unions.root(number)) in by_root]  # fmt: skip
            if not found:
                self._miss(line, line.name)
            for draft in found:
                aliases = [draft.label, *(alias for alias in draft.aliases if alias != draft.label)]
                draft.label = line.target
                draft.aliases = [alias for alias in aliases if alias != draft.label]
        return drafts

    def dropped(self) -> frozenset[int]:
        """The components that `drop` lines name."""
        roots: set[int] = set()
        for line in self._curation.lines:
            if line.action != "drop":
                continue
            found = {self._table.unions.root(number) for number in self._nodes(line.type, line.name).values()}
            if not found:
                self._miss(line, line.name)
            roots |= found
        return frozenset(roots)

    def notes(self) -> tuple[str, ...]:
        """What was not applied, in the order of the file."""
        notes = [(line.file, line.line, reason) for line, reason in self._unmatched]
        notes += [(line.file, line.line, line.reason) for line in self._curation.rejected]
        return tuple(f"{file}, line {number}: {reason}" for file, number, reason in sorted(set(notes)))
