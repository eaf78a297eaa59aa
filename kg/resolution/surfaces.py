"""The names of a corpus, counted in SQL: the main key of every cluster, its settled type, and how often forms occur.

Everything that depends on single mentions or clusters happens here, in DuckDB; the rest of the package works on
distinct (type, key) pairs. Weights are whole numbers (thousandths), since sums of floats depend on their order.
"""

from typing import Final

import duckdb
import pyarrow as pa

from extractors.names import clean_name, name_key
from kg.resolution.short_forms import credible, initials, is_acronym, without_gloss

# A type wins a key when it has this share of the votes: three papers in four agree.
TYPE_SHARE: Final = 0.75
# With fewer votes than this (a vote is one paper with score 1) nothing is settled: two against one may be chance.
TYPE_VOTES: Final = 3.5
# A curated type counts as this many papers, so that it decides where the corpus has one or two.
LEXICON_VOTES: Final = 4.0


def load(connection: duckdb.DuckDBPyConnection, clusters: pa.Table, lexicon_types: pa.Table) -> None:
    """Create the tables `cluster`, `spelling`, `occurrence`, `definition` and `main` in an empty database.

    `main` has one row a cluster that has a name: row, key and type after the vote, was (the type before).
    """
    connection.register("clusters_in", clusters)
    connection.execute(
        "CREATE TABLE cluster AS SELECT row_number() OVER () AS row, paper, cluster, type, names, definitions, "
        "CAST(round(1000 * greatest(least(coalesce(score, 1), 1), 0.001)) AS BIGINT) AS weight FROM clusters_in"
    )
    connection.unregister("clusters_in")
    _spell(connection)
    connection.execute(
        "CREATE TABLE occurrence AS SELECT n.row, n.position, s.key, s.clean FROM "
        "(SELECT row, unnest(names) AS name, generate_subscripts(names, 1) AS position FROM cluster) n "
        "JOIN spelling s USING (name) WHERE s.key <> ''"
    )
    _define(connection)
    _vote(connection, lexicon_types)


def _spell(connection: duckdb.DuckDBPyConnection) -> None:
    """Key and readable form of every distinct text."""
    texts = (
        connection.sql(
            "SELECT DISTINCT name FROM (SELECT unnest(names) AS name FROM cluster "
            "UNION ALL SELECT unnest([d.short, d.long]) FROM (SELECT unnest(definitions) AS d FROM cluster)) "
            "WHERE name IS NOT NULL"
        )
        .to_arrow_table()["name"]
        .to_pylist()
    )
    spelled = pa.table(
        {
            "name": pa.array(texts, pa.string()),
            "key": pa.array([name_key(without_gloss(clean_name(text))) for text in texts], pa.string()),
            "clean": pa.array([clean_name(text) for text in texts], pa.string()),
        }
    )
    connection.register("spelled", spelled)
    connection.execute("CREATE TABLE spelling AS SELECT * FROM spelled")
    connection.unregister("spelled")


def _define(connection: duckdb.DuckDBPyConnection) -> None:
    """The abbreviations that papers define, or use beside their long form, without those that cannot be one."""
    connection.execute(
        """
        CREATE TABLE pair AS
        SELECT d.row, d.position, s.key AS short_key, s.clean AS short, l.key AS long_key, l.clean AS long,
            true AS stated
        FROM (SELECT row, unnest(definitions) AS d, generate_subscripts(definitions, 1) AS position FROM cluster) d
        JOIN spelling s ON s.name = d.d.short JOIN spelling l ON l.name = d.d.long
        WHERE s.key <> '' AND length(s.key) < length(l.key)
        UNION ALL
        SELECT s.row, 1000 + l.position, s.key, s.clean, l.key, l.clean, false
        FROM occurrence s JOIN occurrence l USING (row)
        WHERE s.position = 1 AND l.position > 1 AND length(s.key) < length(l.key) AND contains(l.clean, ' ')
            AND NOT contains(s.clean, ' ')
        """
    )
    pairs = connection.execute("SELECT DISTINCT short, long, stated FROM pair").fetchall()
    good = [
        (short, long, stated)
        for short, long, stated in pairs
        if credible(short, long) and (stated or (is_acronym(short) and initials(short, long)))
    ]
    schema = pa.schema([("short", pa.string()), ("long", pa.string()), ("stated", pa.bool_())])
    columns = [[pair[i] for pair in good] for i in range(3)]
    connection.register("good", pa.table(columns, schema))
    connection.execute("CREATE TABLE definition AS SELECT * FROM pair SEMI JOIN good USING (short, long, stated)")
    connection.execute("DROP TABLE pair")
    connection.unregister("good")


def _vote(connection: duckdb.DuckDBPyConnection, lexicon_types: pa.Table) -> None:
    """The main key of every cluster, and its type, settled by weighted vote where one dominates."""
    connection.register("known", lexicon_types)
    connection.execute(
        f"""
        CREATE TABLE main AS
        WITH first AS (SELECT row, arg_min(key, position) AS key FROM occurrence GROUP BY row),
        keyed AS (
            SELECT c.row, c.type, c.weight, coalesce(arg_min(d.long_key, d.position), any_value(f.key)) AS key
            FROM cluster c JOIN first f USING (row)
            LEFT JOIN definition d ON d.row = c.row AND d.short_key = f.key
            GROUP BY c.row, c.type, c.weight),
        counted AS (SELECT key, type, sum(weight) AS votes FROM keyed GROUP BY key, type),
        votes AS (
            SELECT key, type, sum(votes) AS votes FROM (
                SELECT * FROM counted
                UNION ALL SELECT key, type, {round(1000 * LEXICON_VOTES)} FROM known SEMI JOIN counted USING (key))
            GROUP BY key, type),
        settled AS (
            SELECT key, arg_max(type, votes) AS type FROM votes GROUP BY key HAVING count(*) > 1
            AND max(votes) >= {TYPE_SHARE} * sum(votes) AND sum(votes) >= {round(1000 * TYPE_VOTES)})
        SELECT k.row, k.key, coalesce(s.type, k.type) AS type, k.type AS was
        FROM keyed k LEFT JOIN settled s USING (key)
        """
    )
    connection.unregister("known")
