"""The entities of united names: their labels, and their aliases with the reason each belongs."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from extractors.names import variant_step
from kg.engines.session import SqlSession
from kg.resolution.nodes import NodeTable
from kg.resolution.short_forms import is_acronym, without_gloss
from kg.resolution.unions import Merge

# A singular form is shown instead of the plural when it is at least this fraction as frequent.
SINGULAR_SHARE: Final = 0.2
# The long form of an acronym is shown when it is at least this fraction as frequent (and GPT, BERT stay as known).
LONG_FORM_SHARE: Final = 0.25
# A name that only accompanies others in its papers is an alias where at least this share of its clusters lie; one
# paper's word is enough only where the entity has no other.
COMPANION_SHARE: Final = 0.5

# Each cluster counts once, however many of its names look the same or are defined.
_COMPANIONS: Final = """
SELECT c.type, c.main, c.key, c.clean, c.defined, c.n, t.total FROM (
    SELECT type, main, key, clean, bool_or(defined) AS defined, count(*) AS n FROM (
        SELECT m.type, m.key AS main, o.key, o.clean, bool_or(d.paper IS NOT NULL) AS defined
        FROM occurrence o JOIN main m ON m.paper = o.paper AND m.cluster = o.cluster AND m.key <> o.key
        LEFT JOIN definition d ON d.paper = o.paper AND d.cluster = o.cluster AND d.short_key = o.key
        GROUP BY m.type, m.key, o.key, o.clean, o.paper, o.cluster)
    GROUP BY type, main, key, clean) c
JOIN (SELECT type, key, CAST(sum(n) AS BIGINT) AS total FROM form GROUP BY type, key) t
    ON t.type = c.type AND t.key = c.key
ORDER BY type, main, key, clean
"""


@dataclass(slots=True)
class EntityDraft:
    """An entity before it has an id; `nodes` are the united nodes, `key` the key its label had in the corpus."""

    type: str
    key: str
    label: str
    aliases: Sequence[str]
    merges: Sequence[Merge]
    nodes: Sequence[int]


def draft_entities(session: SqlSession, table: NodeTable) -> list[EntityDraft]:
    """One draft for every component that holds a main name of a cluster."""
    unions = table.unions
    companions = _companions(session, table)
    retyped = _retyped(session)
    drafts = []
    for root, members in unions.components(range(len(unions.nodes))).items():
        used = [number for number in members if unions.nodes[number].clusters]
        if used:
            drafts.append(_draft(table, root, members, used, companions.get(root, []), retyped))
    return drafts


def _draft(
    table: NodeTable,
    root: int,
    members: list[int],
    used: list[int],
    companions: list[tuple[str, str, int]],
    retyped: dict[tuple[str, str], list[str]],
) -> EntityDraft:
    unions = table.unions
    counts: Counter[str] = Counter()
    merges: list[Merge] = []
    for number in used:
        node = unions.nodes[number]
        forms = table.forms[node.type, node.key]
        for form, count in forms:
            counts[form] += count
            if form != node.name:
                step = variant_step(form, node.name) if without_gloss(form) == form else "abbreviation"
                merges.append(Merge(form, step, node.name))
        merges += [Merge(f"{node.name} ({was})", "type", node.name) for was in retyped.get((node.type, node.key), [])]
    for number in members:
        merges += unions.merges.get(number, [])
    main = _main(table, used)
    entry = unions.entry(root)
    label = _readable(table.forms[unions.nodes[main].type, unions.nodes[main].key])
    if entry is not None:
        label = table.lexicon.labels[entry]
    for form, step, count in companions:
        if form not in counts:
            merges.append(Merge(form, step, label))
            counts[form] += count
    aliases = sorted((form for form in counts if form != label), key=lambda form: (-counts[form], form))
    unique = sorted(set(merges), key=lambda merge: (merge.step, merge.name, merge.into))
    return EntityDraft(unions.nodes[main].type, unions.nodes[main].key, label, aliases, unique, used)


def _main(table: NodeTable, used: list[int]) -> int:
    """The node that gives a component its label: the most frequent, or the long form of that if common enough."""
    nodes = table.unions.nodes
    first, *others = sorted(used, key=lambda number: _rank(table, number))
    if is_acronym(nodes[first].name):
        most = table.totals[nodes[first].type, nodes[first].key]
        for number in others:
            if len(nodes[number].words) > 1 and -_rank(table, number)[0] >= LONG_FORM_SHARE * most:
                return number
    return first


def _rank(table: NodeTable, number: int) -> tuple[int, str]:
    """Sorts nodes by frequency, then key."""
    node = table.unions.nodes[number]
    return -table.totals[node.type, node.key], node.key


def _readable(forms: list[tuple[str, int]]) -> str:
    """The form to show: the most frequent, or its singular where that is frequent enough."""
    shown, most = forms[0]
    for form, count in forms:
        if count < SINGULAR_SHARE * most:
            break
        if len(form) < len(shown) and shown.casefold().startswith(form.casefold()[:-1]) and shown.endswith("s"):
            return form
    return shown


def _companions(session: SqlSession, table: NodeTable) -> dict[int, list[tuple[str, str, int]]]:
    """By component: the names that its clusters hold beside the united ones, why they belong, and how often."""
    unions = table.unions
    held: defaultdict[tuple[int, str], int] = defaultdict(int)
    found: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    defined: set[tuple[int, str, str]] = set()
    totals: dict[tuple[int, str], int] = {}
    for kind, main, key, clean, is_defined, count, total in session.rows(_COMPANIONS):
        root = unions.root(table.index[kind, main])
        totals[root, key] = total
        held[root, key] += count
        found[root, key, clean] += count
        if is_defined:
            defined.add((root, key, clean))
    clusters: Counter[int] = Counter()
    for number in table.related_nodes():
        clusters[unions.root(number)] += unions.nodes[number].clusters
    by_root: defaultdict[int, list[tuple[str, str, int]]] = defaultdict(list)
    for (root, key, clean), count in sorted(found.items()):
        if (root, key, clean) in defined:
            by_root[root].append((clean, "abbreviation", count))
        elif held[root, key] >= COMPANION_SHARE * totals[root, key] and (held[root, key] > 1 or clusters[root] == 1):
            by_root[root].append((clean, "same paper", count))
    return dict(by_root)


def _retyped(session: SqlSession) -> dict[tuple[str, str], list[str]]:
    """The types that were voted down, by the (type, key) that won."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, key, was in session.rows(
        "SELECT DISTINCT type, key, was FROM main WHERE type <> was ORDER BY type, key, was"
    ):
        found.setdefault((kind, key), []).append(was)
    return found
