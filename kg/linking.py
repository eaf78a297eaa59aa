"""From extractions to linked tables: mentions, entities, claims and results, in SQL over what was extracted.

Steps: clusters of all papers -> resolution (which cluster is which entity) -> tables whose rows name entities.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

import extractors
import kg.resolution
from kg.engines.local import DuckSession, local_session
from kg.engines.remembered import Remembered
from kg.engines.session import SqlSession
from kg.file_digests import digest_of_code
from kg.resolution import Curation, resolve_tables
from kg.row_groups import ROW_GROUP, write_rows
from kg.sql import text_list
from kg.tables import EXTRACTION_SCHEMA, SORT_KEYS, TABLES
from ontology import load_lexicon, load_vocabulary

#: The tables of a graph that linking makes.
LINKED: Final = ("mentions", "entities", "claims", "results")

_CLUSTER_TEXT = """
SELECT paper, cluster, text, min(type) AS type, count(*) AS n, max(score) AS score
FROM found_mentions GROUP BY paper, cluster, text
"""
_CLUSTER = """
SELECT paper, cluster, min(type) AS type,
    CAST(round(1000 * greatest(least(coalesce(max(score), 1), 1), 0.001)) AS BIGINT) AS weight
FROM cluster_text GROUP BY paper, cluster
"""
_CLUSTER_NAME = """
SELECT paper, cluster, text AS name, row_number() OVER (PARTITION BY paper, cluster ORDER BY n DESC, text) AS position
FROM cluster_text
"""
_CLUSTER_DEFINITION = """
SELECT paper, cluster, short, long,
    row_number() OVER (PARTITION BY paper, cluster ORDER BY short, long) AS position
FROM (
    SELECT DISTINCT c.paper, c.cluster, a.short, a.long
    FROM cluster_text c JOIN found_abbreviations a ON a.paper = c.paper AND c.text IN (a.short, a.long))
"""

_MENTIONS = """
SELECT m.paper, m.section, m.start, m."end", m.text, a.type, m.score, m.extractor, a.entity, m.cluster
FROM found_mentions m JOIN assignment a ON a.paper = m.paper AND a.cluster = m.cluster
"""

_ENTITIES = """
WITH counted AS (
    SELECT m.entity, min(p.published) AS first_seen, max(p.published) AS last_seen,
        CAST(count(DISTINCT m.paper) AS INTEGER) AS paper_count, CAST(count(*) AS INTEGER) AS mention_count
    FROM linked_mentions m JOIN paper_keys p ON p.paper = m.paper GROUP BY m.entity)
SELECT r.id, r.type, r.label, r.aliases, c.first_seen, c.last_seen, c.paper_count, c.mention_count, r.merges, r.broader
FROM counted c JOIN resolved r ON r.id = c.entity
"""

_CLAIM = "subject, predicate, object, paper, section, sentence_start, sentence_end, score, extractor"

# A paper's clusters that resolution joined keep their most telling role: the one it introduces, else the surest.
_ROLES = f"""
SELECT {_CLAIM} FROM (
    SELECT *, row_number() OVER (
        PARTITION BY subject, object
        ORDER BY predicate <> 'introduces', score DESC, predicate, section, sentence_start, sentence_end
    ) AS place
    FROM (
        SELECT f.paper AS subject, CASE WHEN v.predicate IS NULL THEN d.default_role ELSE f.predicate END AS predicate,
            a.entity AS object, f.paper, f.section, f.sentence_start, f.sentence_end, f.score, 'roles' AS extractor
        FROM found_roles f
        JOIN assignment a ON a.paper = f.paper AND a.cluster = f.cluster
        JOIN default_roles d ON d.type = a.type
        LEFT JOIN allowed v ON v.predicate = f.predicate AND v.head = 'Paper' AND v.tail = a.type))
WHERE place = 1
"""

_RELATIONS = f"""
SELECT {_CLAIM} FROM (
    SELECT *, row_number() OVER (
        PARTITION BY subject, predicate, object, paper
        ORDER BY score DESC, section, sentence_start, sentence_end
    ) AS place
    FROM (
        SELECT h.entity AS subject, f.predicate, t.entity AS object, f.paper, f.section, f.sentence_start,
            f.sentence_end, f.score, 'relations' AS extractor
        FROM found_relations f
        JOIN assignment h ON h.paper = f.paper AND h.cluster = f.head
        JOIN assignment t ON t.paper = f.paper AND t.cluster = f.tail
        JOIN allowed v ON v.predicate = f.predicate AND v.head = h.type AND v.tail = t.type
        WHERE h.entity <> t.entity))
WHERE place = 1
"""

_RESULTS = """
WITH slotted AS (
    SELECT f.paper, m.entity AS method, k.entity AS task, d.entity AS dataset, c.entity AS metric, f.value, f.unit,
        f.bound, f.kind, f.section, f.quote_start, f.quote_end, f.score,
        substr(
            CASE f.section WHEN 'title' THEN p.title ELSE p.abstract END,
            f.quote_start + 1, f.quote_end - f.quote_start
        ) AS quote
    FROM found_results f
    JOIN papers p ON p.id = f.paper
    LEFT JOIN assignment m ON m.paper = f.paper AND m.cluster = f.method AND m.type = 'Method'
    LEFT JOIN assignment k ON k.paper = f.paper AND k.cluster = f.task AND k.type = 'Task'
    LEFT JOIN assignment d ON d.paper = f.paper AND d.cluster = f.dataset AND d.type = 'Dataset'
    LEFT JOIN assignment c ON c.paper = f.paper AND c.cluster = f.metric AND c.type = 'Metric'
), named AS (
    SELECT 'result/' || replace(paper, '/', '-') || '-' || substr(md5(concat_ws('|', section,
            CAST(quote_start AS VARCHAR), CAST(quote_end AS VARCHAR), value, unit, kind, method, task, dataset, metric
        )), 1, 8) AS id,
        paper, method, task, dataset, metric, value, unit, bound, kind, section, quote_start, quote_end, quote, score
    FROM slotted
)
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY score DESC, bound) AS place FROM named)
WHERE place = 1
"""


def link(
    papers: Path,
    keys: Path,
    parts: Sequence[Path],
    folder: Path,
    curation: Curation | None = None,
    names_folder: Path | None = None,
) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Write the tables mentions, entities, claims and results of papers whose texts have been extracted.

    Args:
        papers: the papers table.
        keys: paper, extraction key and date of each (`kg.extraction.KEYS_SCHEMA`).
        parts: the extraction parts that hold the keys.
        folder: where the tables are written.
        curation: the user's overrides of the resolution.
        names_folder: of what is remembered of names between builds.

    Returns:
        The files of the tables by name, each sorted by its keys, and notes on curation lines that matched nothing.
    """
    code = digest_of_code(extractors, kg.resolution)
    with local_session(Remembered(names_folder, code) if names_folder else None) as session:
        _load(session, papers, keys, parts)
        unmatched = link_tables(session, curation)
        tables = {}
        for name in LINKED:
            rows = session.connection.sql(linked_query(name)).to_arrow_reader(ROW_GROUP)
            tables[name] = write_rows(rows, folder / f"{name}.parquet", TABLES[name])
        return tables, unmatched


def link_tables(session: SqlSession, curation: Curation | None = None) -> tuple[str, ...]:
    """Resolve and link what a session holds, up to where `linked_query` gives the tables of the graph.

    The session holds `papers`, `paper_keys` (paper, key, published) and `extraction` (paper and what the extractors
    found in it). Returns notes on curation lines that matched nothing.
    """
    for name in ("mentions", "abbreviations", "roles", "results"):
        session.view(f"found_{name}", _found(name))
    session.create("cluster_text", _CLUSTER_TEXT)
    session.create("cluster", _CLUSTER)
    session.create("cluster_name", _CLUSTER_NAME)
    session.create("cluster_definition", _CLUSTER_DEFINITION)
    session.drop("cluster_text")
    unmatched = resolve_tables(session, lexicon=load_lexicon(), curation=curation)
    session.drop("cluster", "cluster_name", "cluster_definition")
    _load_vocabulary(session)
    session.create("linked_mentions", _MENTIONS)
    # A table, whose rows the planner can count: beside a view it joins all heads of a paper with all tails first.
    session.create("found_relations", _found("relations"))
    session.view("linked_entities", _ENTITIES)
    session.view("linked_claims", f"{_ROLES} UNION ALL {_RELATIONS}")
    session.view("linked_results", _RESULTS)
    return unmatched


def _found(name: str) -> str:
    """SQL for what the extractors found of one kind, a row each."""
    return f"SELECT paper, item.* FROM (SELECT paper, unnest({name}) AS item FROM extraction)"


def linked_query(name: str) -> str:
    """The rows of a table of the graph, sorted, out of a session that `link_tables` has filled."""
    columns = ", ".join(f'"{column}"' for column in TABLES[name].names)
    order = ", ".join(f'"{column}"' for column in SORT_KEYS[name])
    return f"SELECT {columns} FROM linked_{name} ORDER BY {order}"


def _load(session: DuckSession, papers: Path, keys: Path, parts: Sequence[Path]) -> None:
    session.view("papers", f"SELECT * FROM {_files([papers])}")
    session.view("paper_keys", f"SELECT * FROM {_files([keys])}")
    if parts:
        source = _files(parts, "filename=true", "file_row_number=true")
    else:
        session.load("no_extraction", EXTRACTION_SCHEMA.empty_table())
        source = "(SELECT *, '' AS filename, 0 AS file_row_number FROM no_extraction)"
    # A text may stand in two parts after an interrupted build: any one of the equal rows serves.
    session.create(
        "place",
        f"SELECT k.paper, x.filename, x.file_row_number FROM paper_keys k JOIN (SELECT * FROM "
        f"(SELECT key, filename, file_row_number FROM {source}) "
        "QUALIFY row_number() OVER (PARTITION BY key ORDER BY filename, file_row_number) = 1) x ON x.key = k.key",
    )
    # A view, so that each of its uses reads no more than its own column, and none stays in memory.
    session.view(
        "extraction",
        f"SELECT p.paper, x.* EXCLUDE (key, filename, file_row_number) FROM {source} x "
        "JOIN place p ON p.filename = x.filename AND p.file_row_number = x.file_row_number",
    )


def _files(paths: Sequence[Path], *further: str) -> str:
    """SQL for the rows of Parquet files; `further` options add columns."""
    options = ", ".join([text_list([str(path) for path in paths]), "hive_partitioning=false", *further])
    return f"read_parquet({options})"


def _load_vocabulary(session: SqlSession) -> None:
    vocabulary = load_vocabulary()
    types = vocabulary.entity_types()
    pairs = [
        {"predicate": name, "head": head, "tail": tail}
        for name in [*vocabulary.roles(), *vocabulary.relations()]
        for head in [*types, "Paper"]
        for tail in types
        if vocabulary.allows(name, head, tail)
    ]
    session.load("allowed", pa.Table.from_pylist(pairs))
    roles = [{"type": name, "default_role": vocabulary.types[name].default_role} for name in types]
    session.load("default_roles", pa.Table.from_pylist(roles))
