"""Cypher on a graph: values, parameters, limits, what is explained, and an index that follows the tables."""

import json
import subprocess
import time

import pyarrow as pa
import pytest

import kg
from kg.cypher import open_embedded
from kg.cypher.index import _distinct
from kg.errors import QueryError
from kg.process import command, environment
from kg.property_graph import count, node_tables, relationship_tables
from tests.support import json_lines

SLOW = (
    "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b UNWIND range(1, 10000) AS c RETURN count(a + b + c) AS n"
)


def one(graph, query, **parameters):
    """The only value of an answer."""
    (row,) = graph.cypher(query, parameters)
    (value,) = row.values()
    return value


def test_rows_are_dictionaries_by_column(small_graph):
    answer = small_graph.cypher("MATCH (p:Paper) RETURN p.year AS year, p.published AS day ORDER BY day")
    assert answer.columns == ("year", "day")
    assert [row["day"] for row in answer] == ["2015-12-10", "2017-06-01", "2019-01-01", None]
    assert len(answer) == 4


@pytest.mark.parametrize("table", node_tables(), ids=lambda t: t.label)
def test_every_node_is_there(small_graph, table):
    assert one(small_graph, f"MATCH (n:{table.label}) RETURN count(n)") == count(small_graph, table)


def test_every_relationship_is_there(small_graph):
    for table in relationship_tables():
        found = one(small_graph, f"MATCH (:{table.start})-[r:{table.type}]->(:{table.end}) RETURN count(r)")
        assert found == count(small_graph, table)


def test_a_node_is_an_object_with_its_label_and_the_properties_it_has(small_graph):
    node = one(small_graph, "MATCH (d:Dataset {label: 'ImageNet'}) RETURN d")
    assert node["_label"] == "Dataset"
    assert node["id"] == "dataset/imagenet"
    assert node["first_seen"] == "2015-12-10"
    assert None not in node.values()


def test_a_relationship_is_an_object_with_its_type(small_graph):
    found = one(small_graph, "MATCH (:Paper)-[r:EVALUATES_ON]->(:Dataset) RETURN r ORDER BY r.confidence LIMIT 1")
    assert found["_label"] == "EVALUATES_ON"
    assert found["support"] == 1
    assert len(found["sentences"]) == 1


def test_a_path_is_its_nodes_and_relationships(small_graph):
    path = one(
        small_graph,
        "MATCH p = (:Dataset {label: 'ImageNet'})<-[:EVALUATES_ON]-(:Paper {year: 2015}) RETURN p",
    )
    assert [node["_label"] for node in path["nodes"]] == ["Dataset", "Paper"]
    assert [r["_label"] for r in path["relationships"]] == ["EVALUATES_ON"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1", 1),
        ("1.5", 1.5),
        ("null", None),
        ("true", True),
        ("'Ω \\'x\\''", "Ω 'x'"),
        ("[1, 2]", [1, 2]),
        ("{a: 1, b: 'x'}", {"a": 1, "b": "x"}),
        ("date('2020-02-03')", "2020-02-03"),
        ("1.0 / 0.0", "inf"),
        ("interval('1 day')", "PT86400S"),
        ("[0, size([0, 0])]", [0, 2]),
    ],
)
def test_values_are_those_of_json(small_graph, expression, value):
    assert one(small_graph, f"RETURN {expression} AS x") == value


@pytest.mark.parametrize("value", [2015, "Ω 'x'", True, 0.5, ["a", "b"], None])
def test_parameters_keep_their_value(small_graph, value):
    assert one(small_graph, "RETURN $value AS x", value=value) == value


def test_a_parameter_that_is_null_may_be_compared(small_graph):
    query = "MATCH (m:Method) WHERE $name IS NULL OR m.label = $name RETURN count(m)"
    assert one(small_graph, query, name=None) == one(small_graph, "MATCH (m:Method) RETURN count(m)")


@pytest.mark.parametrize(("items", "total"), [("[1, 2]", 3), ("[1.5, 2]", 3.5)])
def test_sums_are_numbers(small_graph, items, total):
    found = one(small_graph, f"UNWIND {items} AS x RETURN sum(x)")
    assert (found, type(found)) == (total, type(total))


def test_a_parameter_without_a_value_is_an_error(small_graph):
    with pytest.raises(QueryError, match=r"\$year has no value"):
        small_graph.cypher("MATCH (p:Paper) WHERE p.year = $year RETURN p", {"yaer": 2015})


def test_rows_beyond_the_limit_are_cut_off_and_said_so(small_graph):
    answer = small_graph.cypher("MATCH (p:Paper) RETURN p.id", limit=3)
    assert (len(answer), answer.truncated) == (3, True)
    assert not small_graph.cypher("MATCH (p:Paper) RETURN p.id", limit=4).truncated


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("MATCH (p:Paper) RETURN count(*), p.year ORDER BY p.year", ("count(*)", "p.year")),
        ("MATCH (p:Paper)-[r]->(x) RETURN DISTINCT type(r), x.label AS `the label` LIMIT 1", ("type(r)", "the label")),
        ("RETURN 'a, b' AS x, [1, 2] UNION RETURN 'c' AS x, [3]", ("x", "[1, 2]")),
        ("WITH 1 AS a, 2 AS b RETURN *", ("a", "b")),
    ],
)
def test_columns_are_named_as_cypher_names_them(small_graph, query, columns):
    assert small_graph.cypher(query).columns == columns


def test_two_columns_of_one_name_are_an_error(small_graph):
    with pytest.raises(QueryError, match="two columns are called x"):
        small_graph.cypher("RETURN 1 AS x, 2 AS x")


@pytest.mark.parametrize(
    ("neo4j", "embedded"),
    [
        ("MATCH (e:Entity) RETURN count(e) AS x", "MATCH (e:Method|Dataset|Metric|Task) RETURN count(e) AS x"),
        ("MATCH (e:Method:Entity) RETURN count(e) AS x", "MATCH (e:Method) RETURN count(e) AS x"),
        (
            "MATCH (e:Paper|Entity) RETURN count(e) AS x",
            "MATCH (e:Paper|Method|Dataset|Metric|Task) RETURN count(e) AS x",
        ),
        (
            "MATCH ()-[r]->(:Task) RETURN type(r) AS x ORDER BY x",
            "MATCH ()-[r]->(:Task) RETURN label(r) AS x ORDER BY x",
        ),
        ("RETURN toString(12) + split('a,b', ',')[2] AS x", "RETURN to_string(12) + string_split('a,b', ',')[2] AS x"),
        ("RETURN toInteger('12') + toFloat('0.5') AS x", "RETURN to_int64('12') + to_double('0.5') AS x"),
        (
            "MATCH (p:Paper) WHERE exists { (p)-[:EVALUATES_ON]->() } RETURN count(p) AS x",
            "MATCH (p:Paper) WHERE EXISTS { MATCH (p)-[:EVALUATES_ON]->() } RETURN count(p) AS x",
        ),
        (
            "MATCH (t:Task)<-[r:USED_FOR]-(m) RETURN startNode(r).id AS x ORDER BY x",
            "MATCH (m)-[:USED_FOR]->(t:Task) RETURN m.id AS x ORDER BY x",
        ),
        ("RETURN log(10) AS x", "RETURN ln(10) AS x"),
        ("RETURN size(('a')) AS x", "RETURN 1 AS x"),
        ("RETURN 'type(r) (:Entity)' AS x", "RETURN 'type(r) ' + '(:Entity)' AS x"),
    ],
)
def test_what_neo4j_writes_differently_is_translated(small_graph, neo4j, embedded):
    assert small_graph.cypher(neo4j).rows == small_graph.cypher(embedded).rows != ()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("MATCH (n", "does not run"),
        ("MATCH (n:Nothing) RETURN n", "labels are Paper, Method"),
        ("MATCH (n:Method) RETURN n.nothing", "nothing"),
        ("MATCH (n:Method:Dataset) RETURN n", "Method|Dataset"),
        ("RETURN [x IN [1, 2] WHERE x > 1 | x] AS l", "list_filter"),
        ("MATCH (p:Paper) RETURN p {.title}", "{id: m.id"),
        ("RETURN datetime() AS d", "current_date"),
        ("RETURN date() AS d", "current_date"),
        ("MATCH (p:Paper) RETURN p.published.year", "date_part"),
        ("MATCH (n) WHERE n:Method RETURN n", "label(n) = 'Method'"),
        ("MATCH (p:Paper WHERE p.year > 2000) RETURN p", "MATCH (p:Paper) WHERE"),
        ("MATCH p = shortestPath((a:Paper)-[*..3]-(b:Paper)) RETURN p", "SHORTEST"),
        ("MATCH (a)-->{1,2}(b) RETURN a", "[*1..2]"),
        ("RETURN head([1]) AS x", "xs[1]"),
        ("RETURN [1, 2][0] AS x", "number 1 here"),
        ("MATCH (m:Method) RETURN m.aliases[0..2] AS x", "number 1 here"),
        ("MATCH (m:Method) RETURN substring(toLower(m.label), 0, 3) AS x", "number 1 here"),
        ("RETURN [1, 2][2 - 2] AS x", "begin at 1"),
        ("MATCH (m:Method) RETURN m.paper_cuont", "did you mean paper_count"),
        ("RETURN reduce(s = 0, x IN [1] | s + x) AS x", "list_sum"),
        ("RETURN substring('abc', 1) AS x", "size(s)"),
        ("RETURN 'a' || 'b' AS x", "a + b"),
        ("MATCH (n) RETURN elementId(n)", "n.id"),
        ("MATCH (m:Method) RETURN size((m)-[:USED_FOR]->()) AS x", "COUNT {"),
        ("MATCH (m:Method) RETURN size((m {label: 'x'})<--(:Paper)) AS x", "COUNT {"),
        ("MATCH (n) RETURN labels(n)[1] AS x", "label(n)"),
        ("MATCH (a:Method)-[r]-(b) RETURN startNode(r).label AS x", "needs a direction"),
        ("MATCH (a:Method)-[r:USED_FOR {support: [1][1]}]-(b) RETURN endNode(r) AS x", "needs a direction"),
        ("MATCH (n) WHERE 'Method' IN labels(n) RETURN n", "label(n) = 'Method'"),
        ("MATCH (m:Method) WHERE exists((m)-->()) RETURN m", "EXISTS {"),
        ("MATCH (m:Method) RETURN COLLECT { MATCH (m)-->(t) RETURN t.label } AS x", "OPTIONAL MATCH"),
        ("MATCH (p:Paper) CALL (p) { MATCH (p)-->(m) RETURN count(m) AS n } RETURN n", "subqueries"),
        ("MATCH (m:Method) RETURN m.year", "Paper has it"),
        ("MATCH (m:Method) RETURN m.label AS m ORDER BY m", "no variable of the pattern"),
    ],
)
def test_what_does_not_run_is_explained(small_graph, query, words):
    with pytest.raises(QueryError) as caught:
        small_graph.cypher(query)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_engine_goes_on_after_an_error(small_graph):
    with pytest.raises(QueryError):
        small_graph.cypher("MATCH (n")
    assert one(small_graph, "RETURN 1 AS x") == 1


def test_slow_query_is_stopped_and_the_next_one_runs(small_graph):
    one(small_graph, "RETURN 1 AS x")
    began = time.monotonic()
    with pytest.raises(QueryError, match=r"longer than 0\.3 s"):
        small_graph.cypher(SLOW, timeout=0.3)
    assert time.monotonic() - began < 10
    assert one(small_graph, "RETURN 1 AS x") == 1


def test_query_beyond_its_memory_is_a_sentence(small_graph):
    with pytest.raises(QueryError, match=r"more memory|longer than"):
        small_graph.cypher("UNWIND range(1, 100000000) AS x RETURN collect(x + 1) AS xs", timeout=20)


def test_a_killed_engine_is_a_sentence_and_the_next_query_runs(small_graph):
    with open_embedded(small_graph) as engine:
        engine.query("RETURN 1 AS x")
        engine._child.process.kill()
        with pytest.raises(QueryError, match="ended the engine's process"):
            engine.query("RETURN 1 AS x")
        assert engine.query("RETURN 1 AS x").rows == ({"x": 1},)


@pytest.mark.parametrize(
    "statement",
    [
        "LOAD FROM '{folder}/in.csv' (header=false) RETURN *",
        "COPY (RETURN 1) TO '{folder}/out.csv'",
        "COPY (RETURN 1) TO '{folder}/out.parquet'",
    ],
)
def test_the_engines_process_itself_opens_no_files(small_graph, tmp_path, statement):
    (tmp_path / "in.csv").write_text("secret\n")
    small_graph.cypher("RETURN 1 AS x")
    (index,) = small_graph.store.index_folder("cypher").iterdir()
    request = {"query": statement.format(folder=tmp_path), "parameters": {}, "limit": 5, "timeout": 5}
    done = subprocess.run(
        command("kg.cypher.worker", str(index / "graph.lbug")),
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
        env=environment(),
    )
    assert "error" in json.loads(done.stdout)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_code_in_the_working_directory_is_not_run(small_graph, tmp_path, monkeypatch):
    (tmp_path / "ladybug.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(tmp_path)
    with open_embedded(small_graph) as engine:
        assert engine.query("RETURN 1 AS x").rows == ({"x": 1},)


def test_index_is_made_anew_when_the_tables_change(own_folder, tmp_path):
    papers = "MATCH (p:Paper) RETURN count(p) AS n"
    assert one(kg.open(own_folder), papers) == 4
    more = tmp_path / "more.jsonl"
    more.write_text(json_lines([{"title": "One More", "abstract": "On ImageNet."}]))
    kg.build(more, own_folder, model="rules")
    assert one(kg.open(own_folder), papers) == 5
    assert len(list((own_folder / "indexes" / "cypher").iterdir())) == 1


def test_a_second_row_of_a_key_is_left_out():
    batch = pa.RecordBatch.from_pydict(
        {"start_id": ["a", "a", "a", "b"], "end_id": ["x", "x", "y", "y"], "n": [1, 2, 3, 4]}
    )
    keys = ("start_id", "end_id")
    assert _distinct(batch, keys, None).column("n").to_pylist() == [1, 3, 4]
    assert _distinct(batch, keys, ("a", "x")).column("n").to_pylist() == [3, 4]
