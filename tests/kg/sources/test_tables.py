"""Tables: which column is what, in CSV, TSV and Parquet."""

import gzip
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import kg
from kg.errors import SourceError
from kg.records import Paper, Reject
from kg.sources import ReadOptions, read_papers
from kg.sources.columns import parse_map
from tests.support import detected, read_text

FULL = (
    "Article Title;Abstract;Publication Year;Authors;DOI;Link\n"
    'Counting Sparrows;"We count; we ""see"".\nTwice.";2019;Example, Ada; 10.1000/ABC;https://e.example/1\n'
)


def read(path, format="auto", **columns):
    items = list(read_papers([str(path)], format, ReadOptions(columns=columns)))
    return [i for i in items if isinstance(i, Paper)], [i for i in items if isinstance(i, Reject)]


def parquet(path, rows, **options):
    pq.write_table(pa.Table.from_pylist(rows), path, **options)
    return path


def test_usual_names_of_columns_are_known(tmp_path):
    papers, rejects = read_text(tmp_path, FULL.encode("utf-8-sig"))
    assert rejects == []
    assert papers == [
        Paper(
            id="doi/10.1000/abc",
            title="Counting Sparrows",
            abstract='We count; we "see".\nTwice.',
            published="2019",
            published_precision="year",
            authors=("Ada Example",),
            author_count=1,
            url="https://e.example/1",
            source="csv",
            doi="10.1000/abc",
        )
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("title,abstract\n", "csv"),
        ("TITLE;Year;Summary\n", "csv"),
        ("paperTitle|abstract\n", "csv"),
        ('"Document Title"\t"Abstract"\n', "tsv"),
        ("title,year\n", None),
        ("Dear title, and abstract\n", None),
    ],
)
def test_table_is_told_by_its_line_of_names(head, name):
    assert detected(head + "x,y\n") == name


def test_columns_may_be_named(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Titel;Text;Jahr;title\nCounting Sparrows;We count.;2019;not this\n")
    papers, rejects = read(path, title="Titel", abstract="text", published="Jahr")
    assert [(p.title, p.abstract, p.published) for p in papers] == [("Counting Sparrows", "We count.", "2019")]
    assert rejects == []


def test_missing_column_is_named_with_what_to_do(tmp_path):
    papers, rejects = read_text(tmp_path, "title,text\nA,b\n", format="csv")
    assert papers == []
    assert [reject.reason for reject in rejects] == [
        "no column for the abstract among 'title', 'text'; name it with --map abstract=COLUMN"
    ]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_named_column_that_a_table_has_not_is_reported_and_the_papers_kept(tmp_path, form):
    path = tmp_path / f"x.{form}"
    if form == "csv":
        path.write_text("title,abstract,year\nA,b,2019\n")
    else:
        parquet(path, [{"title": "A", "abstract": "b", "year": 2019}])
    papers, rejects = read(path, published="Jahr")
    assert [p.published for p in papers] == [None]
    assert [(r.scope, r.reason) for r in rejects] == [
        ("field", "there is no column 'Jahr' for published; papers are kept without it")
    ]


def test_table_whose_columns_are_unknown_is_rejected_with_the_option_that_names_them(tmp_path):
    _, rejects = read_text(tmp_path, "Titel;Text\nA;b\n")
    assert "--map title=COLUMN,abstract=COLUMN" in rejects[0].reason


def test_rows_that_an_open_quote_swallows_are_named(tmp_path):
    papers, rejects = read_text(tmp_path, 'title,abstract\nA,"b\nB,c\nC,"d"\nD,e\n')
    assert [p.title for p in papers] == ["D"]
    assert [r.line for r in rejects] == [2]
    assert rejects[0].reason.endswith("lines 2 to 4 are left out")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A,\n", "has no abstract"),
        ("A,b,c\n", "3 cells under 2 names"),
        (b"A,\xff\n", "not UTF-8"),
        (b"A,b\x00\n", "zero byte"),
        ('A,"b" c\n', "not a row"),
        ("A," + "b" * 2_000_001 + "\n", "field larger than field limit"),
        ("A," + "b" * 9_000_000 + "\n", "over 8,388,608 bytes"),
    ],
)
def test_bad_row_is_rejected_with_its_line_and_the_others_are_read(tmp_path, row, reason):
    row = row if isinstance(row, bytes) else row.encode()
    data = b'title,abstract\nFirst,"One,\n\ntwo' + b" and more" * 9 + b'."\n' + row + b"Second,Two.\n"
    papers, rejects = read_text(tmp_path, data, format="csv")
    assert [p.title for p in papers] == ["First", "Second"]
    assert [reject.line for reject in rejects] == [5]
    assert reason in rejects[0].reason


def test_blank_lines_and_missing_cells_at_the_end_are_no_errors(tmp_path):
    papers, rejects = read_text(tmp_path, "title,abstract,doi\n\nFirst,One.\n,,\nSecond,Two.,\n")
    assert ([p.title for p in papers], rejects) == (["First", "Second"], [])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Example, Ada; Sample, Bo", ("Ada Example", "Bo Sample")),
        ("Ada Example, Bo Sample", ("Ada Example", "Bo Sample")),
        ("Ada Example and Bo Sample", ("Ada Example", "Bo Sample")),
        ("Ada Example|Bo Sample", ("Ada Example", "Bo Sample")),
        ("['Ada Example', 'Bo Sample']", ("Ada Example", "Bo Sample")),
        ('["Ada Example"]', ("Ada Example",)),
        ("[Ada", ("[Ada",)),
        ("Example, Ada", ("Ada Example",)),
        ("", ()),
    ],
)
def test_authors_are_parted_however_they_are_written(tmp_path, cell, expected):
    text = f"title\tabstract\tauthors\nA\tb\t{cell}\n".replace('"', '""').replace('[""', '"[""').replace('""]', '""]"')
    (paper,) = read_text(tmp_path, text)[0]
    assert paper.authors == expected


def test_authors_as_json_may_have_unknown_orcids(tmp_path):
    cell = '[{""name"": ""Ada Example"", ""orcid"": null}, {""name"": ""Bo Sample""}]'
    (paper,) = read_text(tmp_path, f'title,abstract,authors\nA,b,"{cell}"\n')[0]
    assert paper.authors == ("Ada Example", "Bo Sample")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2019.0", "2019"),
        ("2019/05/12", "2019-05-12"),
        ("2019-05-12T10:00:00Z", "2019-05-12"),
        ("20190512", "2019-05-12"),
        ("12 May 2019", "2019-05-12"),
        ("May 12, 2019", "2019-05-12"),
        ("May 2019", "2019-05"),
    ],
)
def test_dates_of_tables_are_read(tmp_path, cell, expected):
    (paper,) = read_text(tmp_path, f'title,abstract,date\nA,b,"{cell}"\n')[0]
    assert paper.published == expected


@pytest.mark.parametrize(("cell", "kept"), [("2019-13", "2019"), ("30 February 2019", "2019-02")])
def test_month_or_day_that_does_not_exist_is_left_out_and_reported(tmp_path, cell, kept):
    papers, rejects = read_text(tmp_path, f"title,abstract,date\nA,b,{cell}\n")
    assert [p.published for p in papers] == [kept]
    assert [(r.line, r.scope) for r in rejects] == [(2, "field")]


@pytest.mark.parametrize("cell", ["12/05/2019", "soon"])
def test_date_that_may_be_another_is_reported_and_the_paper_kept(tmp_path, cell):
    papers, rejects = read_text(tmp_path, f"title,abstract,date\nA,b,{cell}\n")
    assert [p.published for p in papers] == [None]
    assert [(r.line, r.scope) for r in rejects] == [(2, "field")]


@pytest.mark.parametrize(
    ("text", "words"),
    [("title", "FIELD=COLUMN"), ("title=", "FIELD=COLUMN"), ("name=x", "'name' is no field of a paper")],
)
def test_wrong_map_says_what_is_right(text, words):
    with pytest.raises(SourceError, match=words):
        parse_map(text)


def test_map_is_read():
    assert parse_map("title=Paper Title, published = Year,") == {"title": "Paper Title", "published": "Year"}


ROWS = [
    {
        "title": "Counting Sparrows",
        "abstract": "We count.",
        "published": date(2019, 5, 12),
        "authors": [{"name": "Ada Example", "orcid": "0000-0002-1825-0097"}, {"name": "Bo Sample", "orcid": None}],
        "categories": ["cs.LG"],
    },
    {"title": "No Abstract", "abstract": None, "published": None, "authors": [], "categories": None},
    {"title": "Feeding Sparrows", "abstract": "We feed.", "published": None, "authors": None, "categories": []},
]


def test_parquet_is_told_by_its_first_bytes_and_read(tmp_path):
    papers, rejects = read(parquet(tmp_path / "x.data", ROWS))
    assert [(p.title, p.published, p.authors, p.source) for p in papers] == [
        ("Counting Sparrows", "2019-05-12", ("Ada Example", "Bo Sample"), "parquet"),
        ("Feeding Sparrows", None, (), "parquet"),
    ]
    assert papers[0].orcids == ("0000-0002-1825-0097", "")
    assert papers[0].categories == ("cs.LG",)
    assert [(reject.scope, reject.reason) for reject in rejects] == [
        ("record", "record 2: the record 'No Abstract' has no abstract")
    ]


def test_parquet_columns_may_be_named(tmp_path):
    path = parquet(tmp_path / "x.parquet", [{"a": "Counting Sparrows", "b": "We count.", "c": 2019}])
    papers, _ = read(path, title="a", abstract="b", published="c")
    assert [(p.title, p.published) for p in papers] == [("Counting Sparrows", "2019")]
    assert "no column for the title among 'a', 'b', 'c'" in read(path)[1][0].reason


def test_packed_parquet_is_read(tmp_path):
    path = parquet(tmp_path / "x.parquet", ROWS)
    packed = tmp_path / "x.parquet.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read(packed)[0] == read(path)[0]


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.99])
def test_damaged_parquet_is_rejected(tmp_path, keep):
    path = parquet(tmp_path / "x.parquet", ROWS)
    path.write_bytes(path.read_bytes()[: int(keep * path.stat().st_size)])
    papers, rejects = read(path)
    assert papers == []
    assert [reject.scope for reject in rejects] == ["file"]


def test_what_is_not_parquet_is_rejected_as_such(tmp_path):
    assert [r.reason for r in read_text(tmp_path, "title,abstract\n", format="parquet")[1]] == ["this is not parquet"]


def test_parquet_under_another_name_of_format_is_rejected(tmp_path):
    assert [r.reason for r in read(parquet(tmp_path / "x", ROWS), "csv")[1]] == ["this is parquet, not csv"]


def test_packed_text_without_an_end_takes_little_memory(tmp_path):
    import tracemalloc

    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=1) as out:
        out.write(b"title,abstract\nFirst,One.\nSecond,")
        for _ in range(64):
            out.write(b"x" * 2**20)
    tracemalloc.start()
    papers, rejects = read_text(tmp_path, buffer.getvalue())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [p.title for p in papers] == ["First"]
    assert len(rejects) == 1
    assert peak < 40 * 2**20


def test_command_reads_a_table_with_named_columns(run_kg, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Titel;Text\nCounting Sparrows;We count on ImageNet.\n")
    arguments = ("build", path, "-o", tmp_path / "graph", "--model", "rules")
    assert run_kg(*arguments, "--map", "title=Titel,abstract=Text").code == 0
    assert run_kg(*arguments, "--map", "name=Titel").code == 2


def test_build_refuses_columns_for_what_is_no_field(tmp_path):
    with pytest.raises(SourceError, match="'titel' is no field of a paper"):
        kg.build(tmp_path, columns={"titel": "x"})
