"""From extractions to linked tables: mentions, entities, claims and results, in SQL over the extraction parts.

Steps: clusters of all papers -> resolution (which cluster is which entity) -> tables whose rows name entities.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from kg.resolution import Curation, Resolution, resolve
from kg.row_groups import ROW_GROUP, write_rows
from kg.sql import sql_connection, text_list
from kg.tables import EXTRACTION_SCHEMA, SORT_KEYS, TABLES
from ontology import load_lexicon, load_vocabulary

_CLUSTERS = """
WITH counted AS (
    SELECT paper, cluster, any_value(type) AS type, text, count(*) AS n, max(score) AS score
    FROM found_mentions GROUP BY paper, cluster, text
), defined AS (
    SELECT c.paper, c.cluster,
        list(DISTINCT {'short': a.short, 'long': a.long} ORDER BY {'short': a.short, 'long': a.long}) AS definitions
    FROM counted c JOIN found_abbreviations a ON a.paper = c.paper AND c.text IN (a.short, a.long)
    GROUP BY c.paper, c.cluster
)
SELECT c.paper, c.cluster, min(c.type) AS type, list(c.text ORDER BY c.n DESC, c.text) AS names,
    coalesce(any_value(d.definitions), []) AS definitions,
    max(c.score) AS score, sum(c.n)::INTEGER AS mentions, any_value(p.published) AS published
FROM counted c
LEFT JOIN defined d USING (paper, cluster)
JOIN paper_keys p USING (paper)
GROUP BY c.paper, c.cluster
ORDER BY c.paper, c.cluster
"""

_MENTIONS = """
SELECT m.paper, m.section, m.start, m."end", m.text, e.type, m.score, m.extractor, a.entity, m.cluster
FROM found_mentions m
JOIN assignment a USING (paper, cluster)
JOIN resolved e ON e.id = a.entity
"""

_ENTITIES = """
SELECT r.id, r.type, r.label, r.aliases,
    min(p.published) AS first_seen, max(p.published) AS last_seen,
    count(DISTINCT m.paper)::INTEGER AS paper_count, count(*)::INTEGER AS mention_count, r.merges, r.broader
FROM mentions m JOIN resolved r ON r.id = m.entity JOIN paper_keys p ON p.paper = m.paper
GROUP BY ALL
"""

# A paper's clusters that resolution joined keep their most telling role: the one it introduces, else the surest.
_ROLES = """
WITH linked AS (
    SELECT f.paper AS subject, CASE WHEN v.predicate IS NULL THEN d.default_role ELSE f.predicate END AS predicate,
        a.entity AS object, f.paper, f.section, f.sentence_start, f.sentence_end, f.score, 'roles' AS extractor
    FROM found_roles f
    JOIN assignment a USING (paper, cluster)
    JOIN resolved e ON e.id = a.entity
    JOIN default_roles d ON d.type = e.type
    LEFT JOIN allowed v ON v.predicate = f.predicate AND v.head = 'Paper' AND v.tail = e.type
)
SELECT * FROM linked
QUALIFY row_number() OVER (
    PARTITION BY subject, object
    ORDER BY predicate <> 'introduces', score DESC, predicate, section, sentence_start, sentence_end
) = 1
"""

_RELATIONS = """
SELECT h.entity AS subject, f.predicate, t.entity AS object, f.paper, f.section, f.sentence_start, f.sentence_end,
    f.score, 'relations' AS extractor
FROM found_relations f
JOIN assignment h ON h.paper = f.paper AND h.cluster = f.head
JOIN assignment t ON t.paper = f.paper AND t.cluster = f.tail
JOIN resolved he ON he.id = h.entity
JOIN resolved te ON te.id = t.entity
JOIN allowed v ON v.predicate = f.predicate AND v.head = he.type AND v.tail = te.type
WHERE h.entity <> t.entity
QUALIFY row_number() OVER (
    PARTITION BY h.entity, f.predicate, t.entity, f.paper
    ORDER BY f.score DESC, f.section, f.sentence_start, f.sentence_end
) = 1
"""

_RESULTS = """
WITH linked AS (
    SELECT f.*, m.id AS method_id, k.id AS task_id, d.id AS dataset_id, c.id AS metric_id,
        substr(
            CASE f.section WHEN 'title' THEN p.title ELSE p.abstract END,
            f.quote_start + 1, f.quote_end - f.quote_start
        ) AS quote
    FROM found_results f
    JOIN papers p ON p.id = f.paper
    LEFT JOIN slots m ON m.paper = f.paper AND m.cluster = f.method AND m.type = 'Method'
    LEFT JOIN slots k ON k.paper = f.paper AND k.cluster = f.task AND k.type = 'Task'
    LEFT JOIN slots d ON d.paper = f.paper AND d.cluster = f.dataset AND d.type = 'Dataset'
    LEFT JOIN slots c ON c.paper = f.paper AND c.cluster = f.metric AND c.type = 'Metric'
)
SELECT 'result/' || replace(paper, '/', '-') || '-' || substr(md5(concat_ws('|', section, quote_start, quote_end, value,
        unit, kind, method_id, task_id, dataset_id, metric_id)), 1, 8) AS id,
    paper, method_id AS method, task_id AS task, dataset_id AS dataset, metric_id AS metric,
    value, unit, bound, kind, section, quote_start, quote_end, quote, score
FROM linked
QUALIFY row_number() OVER (PARTITION BY id ORDER BY score DESC, bound) = 1
"""


def link(
    papers: Path, keys: Path, parts: Sequence[Path], folder: Path, curation: Curation | None = None
) -> tuple[dict[str, Path], Resolution]:
    """Write the tables mentions, entities, claims and results of papers whose texts have been extracted.

    Args:
        papers: the papers table.
        keys: paper, extraction key and date of each (`kg.extraction.KEYS_SCHEMA`).
        parts: the extraction parts that hold the keys.
        folder: where the tables are written.
        curation: the user's overrides of the resolution.

    Returns:
        The files of the tables by name, each sorted by its keys, and the resolution they rest on.
    """
    with sql_connection() as sql:
        _load(sql, papers, keys, parts)
        resolution = resolve(_arrow(sql, _CLUSTERS), lexicon=load_lexicon(), curation=curation)
        sql.register("resolved", resolution.entities)
        sql.register("assignment", resolution.assignment)
        sql.execute(
            "CREATE VIEW slots AS SELECT a.paper, a.cluster, e.id, e.type "
            "FROM assignment a JOIN resolved e ON e.id = a.entity"
        )
        _load_vocabulary(sql)
        tables = {"mentions": _sorted(sql, "mentions", _MENTIONS, folder)}
        _view(sql, "mentions", tables["mentions"])
        tables["entities"] = _sorted(sql, "entities", _ENTITIES, folder)
        tables["claims"] = _sorted(sql, "claims", f"({_ROLES}) UNION ALL ({_RELATIONS})", folder)
        tables["results"] = _sorted(sql, "results", _RESULTS, folder)
        return tables, resolution


def _load(sql: duckdb.DuckDBPyConnection, papers: Path, keys: Path, parts: Sequence[Path]) -> None:
    _view(sql, "papers", papers)
    _view(sql, "paper_keys", keys)
    if parts:
        source = f"read_parquet({text_list([str(p) for p in parts])}, hive_partitioning=false)"
    else:
        sql.register("no_extraction", EXTRACTION_SCHEMA.empty_table())
        source = "no_extraction"
    # A text may stand in two parts after an interrupted build: any one of the equal rows serves.
    sql.execute(
        f"CREATE TABLE extraction AS SELECT k.paper, x.* EXCLUDE (key) FROM paper_keys k JOIN "
        f"(SELECT * FROM {source} QUALIFY row_number() OVER (PARTITION BY key) = 1) x ON x.key = k.key"
    )
    for name in ("mentions", "abbreviations", "roles", "relations", "results"):
        sql.execute(
            f"CREATE VIEW found_{name} AS SELECT paper, item.* FROM "
            f"(SELECT paper, unnest({name}) AS item FROM extraction)"
        )


def _load_vocabulary(sql: duckdb.DuckDBPyConnection) -> None:
    vocabulary = load_vocabulary()
    types = vocabulary.entity_types()
    pairs = [
        (name, head, tail)
        for name in [*vocabulary.roles(), *vocabulary.relations()]
        for head in [*types, "Paper"]
        for tail in types
        if vocabulary.allows(name, head, tail)
    ]
    sql.execute("CREATE TABLE allowed (predicate VARCHAR, head VARCHAR, tail VARCHAR)")
    sql.executemany("INSERT INTO allowed VALUES (?, ?, ?)", pairs)
    sql.execute("CREATE TABLE default_roles (type VARCHAR, default_role VARCHAR)")
    sql.executemany("INSERT INTO default_roles VALUES (?, ?)", [(t, vocabulary.types[t].default_role) for t in types])


def _arrow(sql: duckdb.DuckDBPyConnection, query: str) -> pa.Table:
    return sql.sql(query).to_arrow_table()


def _view(sql: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    sql.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({text_list([str(file)])}, hive_partitioning=false)")


def _sorted(sql: duckdb.DuckDBPyConnection, name: str, query: str, folder: Path) -> Path:
    schema = TABLES[name]
    columns = ", ".join(f'"{column}"' for column in schema.names)
    order = ", ".join(f'"{column}"' for column in SORT_KEYS[name])
    rows = sql.sql(f"SELECT {columns} FROM ({query}) ORDER BY {order}").to_arrow_reader(ROW_GROUP)
    return write_rows(rows, folder / f"{name}.parquet", schema)
