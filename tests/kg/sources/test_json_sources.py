"""What is read of the JSON that arXiv, Hugging Face, OpenAlex, Semantic Scholar and Crossref give."""

import json

import duckdb
import pytest

from kg.records import Paper
from tests.kg.sources import samples
from tests.support import json_lines, read_text

ORCID = "0000-0002-1825-0097"


def only(folder, text: str, format: str = "auto") -> Paper:
    papers, rejects = read_text(folder, text, format=format)
    assert rejects == []
    assert len(papers) == 1
    return papers[0]


def crossref(folder, **fields: object) -> Paper:
    return only(folder, json_lines([samples.crossref(1, **fields)]))


class TestArxivSnapshot:
    def test_all_fields_are_read(self, tmp_path):
        record = samples.arxiv(1, doi="10.1000/X.1 10.1000/X.2", abstract="  It has one\nsentence.\n")
        assert only(tmp_path, json_lines([record])) == Paper(
            id="arxiv/2101.00001",
            title="A Paper",
            abstract="It has one sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "Bo Sample Jr"),
            author_count=2,
            url="https://arxiv.org/abs/2101.00001",
            source="arxiv",
            categories=("cs.LG", "cs.CL"),
            doi="10.1000/x.1",
            arxiv_id="2101.00001",
        )

    def test_first_version_dates_the_paper(self, tmp_path):
        versions = [
            {"version": "v2", "created": "Tue, 2 Feb 2021 10:00:00 GMT"},
            {"version": "v1", "created": "Sun, 3 Jan 2021 23:59:59 GMT"},
        ]
        assert only(tmp_path, json_lines([samples.arxiv(1, versions=versions)])).published == "2021-01-03"

    def test_update_dates_a_paper_without_versions(self, tmp_path):
        assert only(tmp_path, json_lines([samples.arxiv(1, versions=[])])).published == "2021-03-01"

    def test_date_that_is_none_is_reported_and_the_paper_kept(self, tmp_path):
        record = samples.arxiv(1, versions=[{"version": "v1", "created": "some day"}])
        papers, rejects = read_text(tmp_path, json_lines([record]))
        assert papers[0].published is None
        assert (rejects[0].scope, rejects[0].line) == ("field", 1)
        assert "some day" in rejects[0].reason

    def test_line_breaks_go_and_paragraphs_stay(self, tmp_path):
        record = samples.arxiv(
            1, "A title over\n  two lines", "  One sentence\nover two lines.\n  Another\nparagraph.\n"
        )
        paper = only(tmp_path, json_lines([record]))
        assert paper.title == "A title over two lines"
        assert paper.abstract == "One sentence over two lines.\nAnother paragraph."

    def test_accents_are_printed_and_mathematics_stays(self, tmp_path):
        record = samples.arxiv(
            1,
            r"On G\"odel and $x^2$",
            r"A \emph{new} bound, 5\% off $\alpha$.",
            authors_parsed=[[r"Erd\H{o}s", "P.", ""]],
        )
        paper = only(tmp_path, json_lines([record]))
        assert paper.title == "On Gödel and $x^2$"
        assert paper.abstract == r"A new bound, 5% off $\alpha$."
        assert paper.authors == ("P. Erdős",)

    def test_authors_of_one_string_lose_their_institutions(self, tmp_path):
        text = "Ada Example (1), Bo Sample (University (Old) of X, Y), and Cy Third"
        record = samples.arxiv(1, authors=text, authors_parsed=None)
        assert only(tmp_path, json_lines([record])).authors == ("Ada Example", "Bo Sample", "Cy Third")

    def test_numbers_before_2007_are_read(self, tmp_path):
        paper = only(tmp_path, json_lines([samples.arxiv(1, id="math/0309136")]))
        assert (paper.id, paper.arxiv_id) == ("arxiv/math/0309136", "math/0309136")


class TestHfPapers:
    def test_all_fields_are_read(self, tmp_path):
        assert only(tmp_path, json.dumps([samples.hf_paper(1)])) == Paper(
            id="arxiv/2101.00001",
            title="A Paper",
            abstract="It has a sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "Bo Sample"),
            author_count=2,
            url="https://huggingface.co/papers/2101.00001",
            source="hf-papers",
            arxiv_id="2101.00001",
        )

    def test_day_on_the_page_dates_a_paper_without_date(self, tmp_path):
        assert only(tmp_path, json.dumps([samples.hf_paper(1, publishedAt=None)])).published == "2021-01-06"


class TestOpenAlex:
    def test_all_fields_are_read(self, tmp_path):
        words = ["It", "has", "a", "sentence", "and", "a", "word", "twice", "."]
        answer = {"meta": {"count": 1}, "results": [samples.openalex(1, words=words)], "group_by": []}
        assert only(tmp_path, json.dumps(answer)) == Paper(
            id="doi/10.1000/w.1",
            title="A Paper",
            abstract="It has a sentence and a word twice .",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "Bo Sample"),
            author_count=2,
            url="https://journal.example/1",
            source="openalex",
            categories=("Machine Learning",),
            doi="10.1000/w.1",
            orcids=(ORCID, ""),
        )

    def test_preprint_among_the_locations_gives_the_arxiv_number(self, tmp_path):
        locations = [{"landing_page_url": "https://arxiv.org/abs/2101.00001v3"}]
        paper = only(tmp_path, json_lines([samples.openalex(1, locations=locations)]))
        assert (paper.arxiv_id, paper.doi) == ("2101.00001", "10.1000/w.1")

    def test_year_dates_a_work_without_date(self, tmp_path):
        paper = only(tmp_path, json_lines([samples.openalex(1, publication_date=None)]))
        assert (paper.published, paper.published_precision) == ("2021", "year")

    def test_places_that_are_none_are_passed_over(self, tmp_path):
        index = {"One": [0], "two": [1, "x", -1, 10**12, True], "three": "2", "four": [5]}
        paper = only(tmp_path, json_lines([samples.openalex(1, abstract_inverted_index=index)]))
        assert paper.abstract == "One two four"

    def test_work_without_abstract_is_rejected_by_its_title(self, tmp_path):
        papers, rejects = read_text(tmp_path, json_lines([samples.openalex(1, abstract_inverted_index=None)]))
        assert papers == []
        assert [str(r).removeprefix(str(tmp_path)) for r in rejects] == [
            "/input.txt:1: the record 'A Paper' has no abstract"
        ]

    def test_pages_appended_to_one_file_are_all_read(self, tmp_path):
        page = samples.json_answer("results")
        papers, rejects = read_text(tmp_path, page([samples.openalex(1)]) + "\n" + page([samples.openalex(2)]))
        assert ([p.doi for p in papers], rejects) == (["10.1000/w.1", "10.1000/w.2"], [])

    def test_single_work_over_many_lines_is_read(self, tmp_path):
        assert only(tmp_path, json.dumps(samples.openalex(1), indent=2)).doi == "10.1000/w.1"


class TestSemanticScholar:
    def test_all_fields_are_read(self, tmp_path):
        assert only(tmp_path, json.dumps({"data": [samples.semantic_scholar(1)]})) == Paper(
            id="doi/10.1000/s.1",
            title="A Paper",
            abstract="It has a sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example",),
            author_count=1,
            url="https://www.semanticscholar.org/paper/0000000000000000000000000000000000000001",
            source="semantic-scholar",
            categories=("Computer Science",),
            doi="10.1000/s.1",
            orcids=(ORCID,),
        )

    def test_list_of_the_batch_call_is_read(self, tmp_path):
        assert only(tmp_path, json.dumps([samples.semantic_scholar(1)])).doi == "10.1000/s.1"

    def test_arxiv_number_comes_before_the_doi(self, tmp_path):
        identifiers = {"ArXiv": "2101.00001", "DOI": "10.1000/S.1"}
        paper = only(tmp_path, json_lines([samples.semantic_scholar(1, externalIds=identifiers)]))
        assert (paper.id, paper.doi) == ("arxiv/2101.00001", "10.1000/s.1")

    def test_year_dates_a_paper_without_date(self, tmp_path):
        assert only(tmp_path, json_lines([samples.semantic_scholar(1, publicationDate=None)])).published == "2021"

    def test_lines_of_the_datasets_are_read_once_they_are_joined(self, tmp_path, monkeypatch):
        paper = {
            "corpusid": 1,
            "externalids": {"ArXiv": None, "DOI": "10.1000/S.1", "CorpusId": "1"},
            "url": "https://www.semanticscholar.org/paper/1",
            "title": "A Paper",
            "authors": [{"authorId": "7", "name": "Ada Example"}],
            "year": 2021,
            "publicationdate": "2021-01-04",
            "s2fieldsofstudy": [{"category": "Computer Science", "source": "s2-fos-model"}],
        }
        (tmp_path / "papers.jsonl").write_text(json_lines([paper]))
        (tmp_path / "abstracts.jsonl").write_text(json_lines([{"corpusid": 1, "abstract": "It has a sentence."}]))
        monkeypatch.chdir(tmp_path)
        duckdb.sql(
            "COPY (SELECT p.*, a.abstract FROM read_json_auto('papers.jsonl') p "
            "JOIN read_json_auto('abstracts.jsonl') a USING (corpusid)) TO 'joined.jsonl' (FORMAT json)"
        )
        read = only(tmp_path, (tmp_path / "joined.jsonl").read_text())
        assert (read.doi, read.abstract, read.published) == ("10.1000/s.1", "It has a sentence.", "2021-01-04")
        assert read.categories == ("Computer Science",)


class TestCrossref:
    def test_all_fields_are_read(self, tmp_path):
        assert only(tmp_path, samples.crossref_answer([samples.crossref(1, subject=["Physics"])])) == Paper(
            id="doi/10.1000/c.1",
            title="A Paper",
            abstract="It has a sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "The Sample Group"),
            author_count=2,
            url="http://dx.doi.org/10.1000/c.1",
            source="crossref",
            categories=("Physics",),
            doi="10.1000/c.1",
            orcids=(ORCID, ""),
        )

    def test_single_work_of_the_api_is_read(self, tmp_path):
        answer = {"status": "ok", "message-type": "work", "message": samples.crossref(1)}
        assert only(tmp_path, json.dumps(answer)).doi == "10.1000/c.1"

    @pytest.mark.parametrize(
        ("parts", "published", "precision"),
        [
            ([[2021, 1, 4]], "2021-01-04", "day"),
            ([[2021, 1]], "2021-01", "month"),
            ([[2021]], "2021", "year"),
            ([["2021", "7"]], "2021-07", "month"),
            ([[2021, 13, 1]], "2021", "year"),
            ([[2021, 2, 30]], "2021-02", "month"),
            ([[None]], None, None),
            ([], None, None),
        ],
    )
    def test_dates_keep_the_precision_that_is_sound(self, tmp_path, parts, published, precision):
        paper = crossref(tmp_path, published=None, issued={"date-parts": parts})
        assert (paper.published, paper.published_precision) == (published, precision)

    def test_earliest_date_counts(self, tmp_path):
        dates = {"published-print": {"date-parts": [[2021, 5]]}, "published-online": {"date-parts": [[2020, 12, 24]]}}
        assert crossref(tmp_path, published=None, issued=None, **dates).published == "2020-12-24"

    def test_sections_of_an_abstract_become_lines_with_their_titles(self, tmp_path):
        abstract = (
            "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim</jats:title><jats:p>To see\n if 10<jats:sup>5"
            "</jats:sup> is more.</jats:p></jats:sec>"
            "<jats:sec><jats:title>Result</jats:title><jats:p>It is.</jats:p></jats:sec>"
        )
        assert crossref(tmp_path, abstract=abstract).abstract == "Aim: To see if 10^5 is more.\nResult: It is."

    def test_markup_of_titles_is_printed(self, tmp_path):
        assert crossref(tmp_path, title="Tom &amp; <i>Jerry</i>").title == "Tom & Jerry"

    def test_letters_broken_by_a_wrong_encoding_are_put_right(self, tmp_path):
        assert crossref(tmp_path, title="The GÃ¶del machine").title == "The Gödel machine"

    def test_subtitle_is_part_of_the_title(self, tmp_path):
        assert crossref(tmp_path, subtitle=["A Study"]).title == "A Paper: A Study"

    def test_export_of_a_reference_manager_is_read(self, tmp_path):
        item = {
            "id": "example2021",
            "type": "article-journal",
            "title": "A Paper",
            "abstract": "It has a sentence.",
            "issued": {"date-parts": [["2021", 1]]},
            "author": [{"family": "Example", "given": "Ada"}, {"literal": "The Group"}],
        }
        paper = only(tmp_path, json.dumps([item]))
        assert (paper.title, paper.published, paper.authors) == ("A Paper", "2021-01", ("Ada Example", "The Group"))


class TestAnyFormat:
    @pytest.mark.parametrize("record", [samples.arxiv, samples.openalex, samples.semantic_scholar, samples.crossref])
    def test_fields_of_an_unexpected_kind_count_as_absent(self, tmp_path, record):
        whole = record(1)
        for key in whole:
            for value in (None, 7, [], {}, [[]], [None], "x", {"x": []}):
                papers, rejects = read_text(tmp_path, json_lines([{**whole, key: value}]))
                assert len(papers) + len([r for r in rejects if r.scope != "field"]) == 1

    def test_answer_without_any_record_is_said_to_have_none(self, tmp_path):
        papers, rejects = read_text(tmp_path, '{"meta": {}, "results": []}', format="openalex")
        assert papers == []
        assert rejects[0].reason == "the file holds no record"

    def test_array_of_plain_records_is_read(self, tmp_path):
        assert only(tmp_path, json.dumps([{"title": "A", "abstract": "B"}])).source == "jsonl"
