"""Terms of RDF: literals and IRIs that every reader takes, the same from Python and from SQL."""

from functools import lru_cache

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from kg.identifiers import iri
from kg.rdf import sql_terms, terms
from kg.rdf.records import short_hash
from kg.rdf.shapes import shape, sql_shape


@lru_cache
def connection():
    return duckdb.connect()


@pytest.fixture(scope="module", autouse=True)
def _closed_at_the_end():
    yield
    connection().close()
    connection.cache_clear()


# All characters that UTF-8 can hold, and more often those that syntaxes care about.
TEXT = st.text() | st.text(st.sampled_from("\"'\\\n\r\t\x00\x01\x0b\x7f\x85\u2028\ufffe\uffff<>{}%éΩ😀 a"))


def from_sql(expression, value):
    (answer,) = connection().execute(f"SELECT {expression} FROM (SELECT ? AS x)", [value]).fetchone()
    return answer


def read_back(literal):
    (quad,) = parse(f"<http://s> <http://p> {literal} .\n".encode(), format=RdfFormat.N_TRIPLES)
    return quad.object


@given(TEXT)
def test_plain_literals_are_read_back(text):
    assert read_back(terms.plain(text)) == Literal(text)


@given(TEXT)
def test_plain_literals_stay_on_one_line(text):
    assert not {"\n", "\r"} & set(terms.plain(text))


@given(TEXT)
def test_sql_writes_the_same_plain_literals(text):
    assert from_sql(sql_terms.plain("x"), text) == terms.plain(text)


@given(TEXT)
def test_sql_makes_the_same_addresses(text):
    assert from_sql(sql_terms.address("x", "http://e/"), text) == iri(text, "http://e/")


@given(TEXT, TEXT)
def test_sql_makes_the_same_hashes(one, other):
    (answer,) = (
        connection().execute(f"SELECT {sql_terms.short_hash('a', 'b')} FROM (SELECT ? a, ? b)", [one, other]).fetchone()
    )
    assert answer == short_hash(one, other)


@given(st.floats(0, 1).map(lambda score: round(score, 4)) | st.sampled_from([1e-5, 1e-12, 1.0, 0.0]))
def test_decimals_have_the_value_of_the_number_and_no_exponent(number):
    literal = read_back(terms.decimal(number))
    assert float(literal.value) == number
    assert "e" not in literal.value
    assert from_sql(sql_terms.decimal("x"), number) == terms.decimal(number)


@pytest.mark.parametrize(
    ("published", "datatype"), [("2018", "xsd:gYear"), ("2018-06", "xsd:gYearMonth"), ("2018-06-20", "xsd:date")]
)
def test_dates_are_typed_by_their_precision(published, datatype):
    assert read_back(terms.date(published)) == Literal(published, datatype=terms.term(datatype))
    assert from_sql(sql_terms.date("x"), published) == terms.date(published)


def test_no_date_stays_none_in_sql():
    assert from_sql(sql_terms.date("x::VARCHAR"), None) is None


@pytest.mark.parametrize(
    "url",
    [
        *("https://example.org/a b", "https://e.org/{x}", "javascript:alert(1)", "", "https://", "https://e.org/<x>"),
        *("ftp://x/y", "a\nb"),
    ],
)
def test_odd_urls_are_no_web_addresses(url):
    assert terms.web_address(url) is None


@given(st.text().map("https://e.org/".__add__) | st.from_regex(r"https?://[\x21-\x7e]*", fullmatch=True))
def test_every_web_address_is_a_valid_iri(url):
    if address := terms.web_address(url):
        assert list(parse(f"<{address}> <http://p> <http://o> .".encode(), format=RdfFormat.N_TRIPLES))


def test_shapes_give_the_same_text_in_python_and_in_sql():
    lines = """
        <{x}> rdf:type oa:Annotation
        <{x}> rdf:reifies <<( <{x}> oa:exact "?" )>>
    """
    text = shape(lines)(x="http://e/")
    assert from_sql(sql_shape(lines), "http://e/") == text
    assert len(list(parse(text.encode(), format=RdfFormat.N_TRIPLES))) == 2


def test_a_shape_can_end_before_a_place():
    assert from_sql(sql_shape("<{x}> oa:exact {y}", until="y"), "http://e/") + '"q" .\n' == shape("<{x}> oa:exact {y}")(
        x="http://e/", y='"q"'
    )
