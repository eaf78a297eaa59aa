"""The names of a corpus, counted in SQL: the main key of every cluster, its settled type, and how often forms occur.

Nothing that depends on single mentions or clusters leaves the engine; what the rest of the package decides is about
distinct (type, key) pairs. Weights are whole numbers (thousandths), since sums of floats depend on their order.
"""

from typing import Final

import pyarrow as pa

from extractors.names import clean_name, name_key
from kg.engines.session import SqlSession
from kg.resolution.short_forms import credible, initials, is_acronym, without_gloss

# A type wins a key when it has this share of the votes: three papers in four agree.
TYPE_SHARE: Final = 0.75
# With fewer votes than this (a vote is one paper with score 1) nothing is settled: two against one may be chance.
TYPE_VOTES: Final = 3.5
# A curated type counts as this many papers, so that it decides where the corpus has one or two.
LEXICON_VOTES: Final = 4.0

_SPELLING: Final = pa.schema([("name", pa.string()), ("key", pa.string()), ("clean", pa.string())])
_PAIR: Final = pa.schema([("short", pa.string()), ("long", pa.string()), ("stated", pa.bool_())])

_NAMES = """
SELECT DISTINCT name FROM (
    SELECT name FROM cluster_name
    UNION ALL SELECT short AS name FROM cluster_definition
    UNION ALL SELECT long AS name FROM cluster_definition)
WHERE name IS NOT NULL
"""

_OCCURRENCE = """
SELECT n.paper, n.cluster, n.position, s.key, s.clean
FROM cluster_name n JOIN spelling s ON s.name = n.name WHERE s.key <> ''
"""

_PAIRS = """
SELECT d.paper, d.cluster, d.position, s.key AS short_key, s.clean AS short, l.key AS long_key, l.clean AS long,
    true AS stated
FROM cluster_definition d JOIN spelling s ON s.name = d.short JOIN spelling l ON l.name = d.long
WHERE s.key <> '' AND length(s.key) < length(l.key)
UNION ALL
SELECT s.paper, s.cluster, 1000 + l.position AS position, s.key AS short_key, s.clean AS short, l.key AS long_key,
    l.clean AS long, false AS stated
FROM occurrence s JOIN occurrence l ON l.paper = s.paper AND l.cluster = s.cluster
WHERE s.position = 1 AND l.position > 1 AND length(s.key) < length(l.key) AND contains(l.clean, ' ')
    AND NOT contains(s.clean, ' ')
"""

_DEFINITION = """
SELECT p.paper, p.cluster, p.position, p.short_key, p.short, p.long_key, p.long, p.stated
FROM pair p JOIN good_pair g ON g.short = p.short AND g.long = p.long AND g.stated = p.stated
"""

_MAIN = f"""
WITH opening AS (SELECT paper, cluster, arg_min(key, position) AS key FROM occurrence GROUP BY paper, cluster),
keyed AS (
    SELECT c.paper, c.cluster, c.type, c.weight, coalesce(arg_min(d.long_key, d.position), min(f.key)) AS key
    FROM cluster c JOIN opening f ON f.paper = c.paper AND f.cluster = c.cluster
    LEFT JOIN definition d ON d.paper = c.paper AND d.cluster = c.cluster AND d.short_key = f.key
    GROUP BY c.paper, c.cluster, c.type, c.weight),
counted AS (SELECT key, type, sum(weight) AS votes FROM keyed GROUP BY key, type),
votes AS (
    SELECT key, type, sum(votes) AS votes FROM (
        SELECT key, type, votes FROM counted
        UNION ALL SELECT key, type, {round(1000 * LEXICON_VOTES)} AS votes FROM lexicon_type
        WHERE key IN (SELECT key FROM counted))
    GROUP BY key, type),
settled AS (
    SELECT key, arg_max(type, votes) AS type FROM votes GROUP BY key HAVING count(*) > 1
    AND max(votes) >= {TYPE_SHARE} * sum(votes) AND sum(votes) >= {round(1000 * TYPE_VOTES)})
SELECT k.paper, k.cluster, k.key, coalesce(s.type, k.type) AS type, k.type AS was
FROM keyed k LEFT JOIN settled s ON s.key = k.key
"""


def count_names(session: SqlSession, lexicon_types: pa.Table) -> None:
    """Create the tables `occurrence`, `definition`, `main` and `lexicon_type` from those of the clusters.

    Those are `cluster` (paper, cluster, type, weight in thousandths), `cluster_name` (paper, cluster, name, position
    from 1, the most frequent first) and `cluster_definition` (paper, cluster, short, long, position). `main` has one
    row a cluster that has a name: key and type after the vote, was (the type before).
    """
    session.derive("spelling", _NAMES, _spell, _SPELLING)
    session.create("occurrence", _OCCURRENCE)
    session.create("pair", _PAIRS)
    session.apply("good_pair", "SELECT DISTINCT short, long, stated FROM pair", _good_pairs, _PAIR)
    session.create("definition", _DEFINITION)
    session.load("lexicon_type", lexicon_types)
    session.create("main", _MAIN)
    session.drop("good_pair", "pair", "spelling")


def _spell(names: pa.Table) -> pa.Table:
    """Key and readable form of texts."""
    texts = names["name"].to_pylist()
    cleaned = [clean_name(text) for text in texts]
    keys = [name_key(without_gloss(name)) for name in cleaned]
    return pa.table([names["name"], pa.array(keys, pa.string()), pa.array(cleaned, pa.string())], _SPELLING)


def _good_pairs(pairs: pa.Table) -> pa.Table:
    """The abbreviations that papers define, or use beside their long form, without those that cannot be one."""
    rows = zip(*(pairs[name].to_pylist() for name in _PAIR.names), strict=True)
    good = [
        credible(short, long) and (stated or (is_acronym(short) and initials(short, long)))
        for short, long, stated in rows
    ]
    return pairs.filter(pa.array(good, pa.bool_()))
