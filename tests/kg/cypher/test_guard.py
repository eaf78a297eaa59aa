"""What the embedded engine runs: queries that read, and nothing that touches files, the network or the graph."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cypher.guard import check_reads_only
from kg.cypher.tokens import tokenise
from kg.errors import QueryError

WORDS = (
    *("create", "merge", "set", "delete", "detach", "remove", "foreach", "drop", "alter"),
    *("load", "copy", "export", "import", "install", "uninstall", "attach", "use"),
)
BLANKS = (" ", "\n", "\t", "\r", "/* */", "// x\n", "\u00a0", "/*'*/", "//`\n", "//'\r")


def check(query):
    check_reads_only(tokenise(query))


@pytest.mark.parametrize(
    "query",
    [
        "LOAD FROM '/etc/passwd' RETURN *",
        "load from '/etc/passwd' return *",
        "  /* x */ Load From '/etc/passwd' RETURN *",
        "MATCH (a) LOAD FROM '/etc/passwd' RETURN *",
        "MATCH (a) WITH a LIMIT 1 LOAD/**/FROM '/etc/passwd' RETURN *",
        "MATCH (a) //'\nLOAD FROM '/etc/passwd' RETURN * //'",
        "MATCH (a) WHERE a.label = 'x\\'' LOAD FROM '/etc/passwd' RETURN *",
        'MATCH (a) WHERE a.label = "\\\\" LOAD FROM \'/etc/passwd\' RETURN ""',
        "MATCH (a) WHERE a.x = `'` LOAD FROM '/etc/passwd' RETURN `'`",
        "MATCH (a) WHERE a.x = 1. LOAD FROM '/etc/passwd' RETURN *",
        "MATCH (a) WHERE 5LOAD FROM '/etc/passwd' RETURN *",
        "MATCH (a) WHERE a.as LOAD FROM '/etc/passwd' RETURN *",
        "LOAD WITH HEADERS (a STRING) FROM 'http://127.0.0.1/x.csv' RETURN *",
        "COPY (MATCH (n) RETURN n) TO 'out.csv'",
        "COPY Method FROM 'in.parquet'",
        "MATCH (n) RETURN n; COPY (RETURN 1) TO 'out.csv'",
        ";COPY (RETURN 1) TO 'out.csv'",
        "EXPLAIN COPY (RETURN 1) TO 'out.csv'",
        "PROFILE COPY (RETURN 1) TO 'out.csv'",
        "EXPORT DATABASE 'folder'",
        "IMPORT DATABASE 'folder'",
        "INSTALL httpfs",
        "FORCE INSTALL httpfs",
        "LOAD EXTENSION httpfs",
        "UPDATE httpfs",
        "ATTACH 'other.db' AS other (dbtype duckdb)",
        "DETACH other",
        "USE other",
        "CALL threads=64",
        "CALL read_csv_serial('/etc/passwd') RETURN *",
        "MATCH (a) CALL read_parquet('x') RETURN *",
        "CALL `read_csv_serial`('/etc/passwd') RETURN *",
        "CALL project_graph('x', ['Method'], ['USES'])",
        "CALL { MATCH (n) DELETE n }",
        "CALL db.labels()",
        "CREATE (:Method {id: 'x'})",
        "MATCH (n) SET n.label = 'x'",
        "MATCH (n) DETACH DELETE n",
        "MATCH (n) REMOVE n.label",
        "MERGE (:Method {id: 'x'})",
        "MATCH (n) FOREACH (x IN [1] | SET n.label = 'x')",
        "CREATE MACRO f(x) AS x",
        "DROP TABLE Method",
        "ALTER TABLE Method DROP label",
        "COMMENT ON TABLE Method IS 'x'",
        "BEGIN TRANSACTION",
        "CHECKPOINT",
        "MATCH (n) WHERE EXISTS { MATCH (n) LOAD FROM 'x' RETURN 1 } RETURN n",
    ],
)
def test_what_does_more_than_read_is_refused(query):
    with pytest.raises(QueryError, match=r"refused|one query|empty|Neo4j only"):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n:Set) RETURN n.set, n.delete",
        "MATCH (n:Method|Load) RETURN n",
        "MATCH (n {load: 1, copy: 2}) RETURN {set: n.create}",
        "MATCH (`set`:`Load`) RETURN `set`.`copy` AS `delete`",
        "MATCH (n) WHERE n.label = 'LOAD FROM x' RETURN \"SET\" // CREATE",
        "MATCH (n) /* COPY */ RETURN n.label, $set, $`load`",
        "MATCH (n) WHERE n.label CONTAINS 'it\\'s; DROP' RETURN n;",
        "OPTIONAL MATCH (n) RETURN n UNION RETURN 1 AS n",
        "UNWIND [1, 2] AS x WITH x WHERE x > 1 RETURN x",
        "CALL show_tables() RETURN *",
        "call TABLE_INFO('Method') RETURN *",
        "MATCH (n) RETURN n.call",
        "MATCH (n)-[*1..3]-(m) RETURN n.dataset, m.offset",
    ],
)
def test_what_reads_passes(query):
    check(query)


@given(st.sampled_from(WORDS), st.sampled_from(BLANKS), st.sampled_from(BLANKS), st.data())
def test_a_refused_word_is_found_in_any_case_and_between_any_blanks(word, before, after, data):
    spelled = "".join(data.draw(st.sampled_from((letter, letter.upper()))) for letter in word)
    with pytest.raises(QueryError, match=r"refused"):
        check(f"MATCH (a){before}{spelled}{after}(b) RETURN *")


@given(st.sampled_from(WORDS), st.text(alphabet="ab'\"\\`/* \n;", max_size=8))
def test_a_word_inside_a_string_passes_whatever_stands_around_it(word, text):
    literal = f"{text} {word} {text}".replace("\\", "\\\\").replace("'", "\\'")
    check(f"RETURN '{literal}' AS x")


@given(st.text(max_size=40))
def test_any_text_passes_or_is_a_query_error(text):
    with contextlib.suppress(QueryError):
        check(f"RETURN {text}")


@given(st.text(alphabet="'\"`/*\\\n $aA.1", max_size=30))
def test_tokens_lie_in_order_within_the_text(text):
    try:
        tokens = tokenise(text)
    except QueryError:
        return
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
