"""What is read of the XML that arXiv and PubMed give."""

import pytest

from kg.records import Paper
from tests.kg.sources import samples
from tests.support import detected, read_text

ORCID = "0000-0002-1825-0097"


def only(folder, text: str) -> Paper:
    papers, rejects = read_text(folder, text)
    assert rejects == []
    assert len(papers) == 1
    return papers[0]


def article(folder, **fields: str) -> Paper:
    return only(folder, samples.pubmed(samples.pubmed_article(1, **fields)))


class TestArxivAtom:
    def test_all_fields_are_read(self, tmp_path):
        assert only(tmp_path, samples.atom(samples.atom_entry(1))) == Paper(
            id="arxiv/2101.00001",
            title="A Paper",
            abstract="It has a sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "Bo Sample"),
            author_count=2,
            url="https://arxiv.org/abs/2101.00001",
            source="arxiv-atom",
            categories=("cs.LG", "cs.CL"),
            doi="10.1000/a.1",
            arxiv_id="2101.00001",
        )

    def test_error_of_the_api_is_told(self, tmp_path):
        entry = """<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title>
        <summary>incorrect id format for x</summary></entry>"""
        papers, rejects = read_text(tmp_path, samples.atom(entry))
        assert papers == []
        assert "incorrect id format for x" in rejects[0].reason

    def test_feeds_of_others_are_not_taken(self):
        feed = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>'
        assert detected(feed) is None


class TestArxivOai:
    def test_all_fields_are_read(self, tmp_path):
        assert only(tmp_path, samples.oai(samples.oai_record(1, more="<doi>10.1000/O.1</doi>"))) == Paper(
            id="arxiv/2101.00001",
            title="A Paper",
            abstract="It has a sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "Bo Sample Jr"),
            author_count=2,
            url="https://arxiv.org/abs/2101.00001",
            source="arxiv-oai",
            categories=("cs.LG", "cs.CL"),
            doi="10.1000/o.1",
            arxiv_id="2101.00001",
        )

    def test_raw_records_are_read(self, tmp_path):
        raw = """<record><header/><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">
        <id>2101.00001</id><submitter>Ada Example</submitter>
        <version version="v1"><date>Mon, 4 Jan 2021 10:00:00 GMT</date><size>9kb</size></version>
        <version version="v2"><date>Tue, 2 Feb 2021 10:00:00 GMT</date></version>
        <title>A Paper</title><authors>Ada Example (Institute, X) and Bo Sample</authors>
        <categories>cs.LG</categories><abstract>  It has a sentence.</abstract></arXivRaw></metadata></record>"""
        paper = only(tmp_path, samples.oai(raw))
        assert (paper.id, paper.published) == ("arxiv/2101.00001", "2021-01-04")
        assert paper.authors == ("Ada Example", "Bo Sample")

    def test_deleted_records_are_passed_over(self, tmp_path):
        gone = '<record><header status="deleted"><identifier>oai:arXiv.org:x</identifier></header></record>'
        assert only(tmp_path, samples.oai(gone, samples.oai_record(1))).id == "arxiv/2101.00001"

    def test_records_of_another_prefix_are_rejected_with_what_to_do(self, tmp_path):
        other = "<record><header/><metadata><dc><title>A Paper</title></dc></metadata></record>"
        papers, rejects = read_text(tmp_path, samples.oai(other))
        assert papers == []
        assert "metadataPrefix arXiv" in rejects[0].reason

    def test_pages_appended_to_one_file_are_all_read_with_their_lines(self, tmp_path):
        pages = samples.oai(samples.oai_record(1)) + samples.oai(samples.oai_record(2), samples.oai_record(3, title=""))
        papers, rejects = read_text(tmp_path, pages)
        assert [p.arxiv_id for p in papers] == ["2101.00001", "2101.00002"]
        assert [r.line for r in rejects] == [n for n, line in enumerate(pages.split("\n"), 1) if line == "<record>"][2:]


class TestPubMed:
    def test_all_fields_are_read(self, tmp_path):
        assert article(tmp_path) == Paper(
            id="doi/10.1000/p.1",
            title="A Paper",
            abstract="It has a sentence.",
            published="2021-01-04",
            published_precision="day",
            authors=("Ada Example", "The Sample Group"),
            author_count=2,
            url="https://pubmed.ncbi.nlm.nih.gov/1/",
            source="pubmed",
            categories=("Algorithms",),
            doi="10.1000/p.1",
            orcids=(ORCID, ""),
        )

    def test_parts_of_an_abstract_become_lines_with_their_labels(self, tmp_path):
        abstract = (
            '<AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see.</AbstractText>'
            '<AbstractText Label="UNLABELLED">It <i>is</i> 10<sup>5</sup> CO<sub>2</sub>.</AbstractText><AbstractText/>'
        )
        assert article(tmp_path, abstract=abstract).abstract == "AIM: To see.\nIt is 10^5 CO2."

    @pytest.mark.parametrize(
        ("date", "published", "precision"),
        [
            ("<Year>2021</Year><Month>Mar</Month><Day>5</Day>", "2021-03-05", "day"),
            ("<Year>2021</Year><Month>03</Month>", "2021-03", "month"),
            ("<Year>2021</Year><Season>Spring</Season>", "2021", "year"),
            ("<Year>2021</Year><Month>Feb</Month><Day>30</Day>", "2021-02", "month"),
            ("<MedlineDate>2000 Nov-Dec</MedlineDate>", "2000-11", "month"),
            ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998-12", "month"),
            ("<MedlineDate>2000 Jul 4-7</MedlineDate>", "2000-07-04", "day"),
            ("<MedlineDate>2000 Spring</MedlineDate>", "2000", "year"),
            ("<MedlineDate>1999-2000</MedlineDate>", "1999", "year"),
            ("<MedlineDate>no date</MedlineDate>", None, None),
            ("", None, None),
        ],
    )
    def test_dates_keep_the_precision_that_they_have(self, tmp_path, date, published, precision):
        paper = article(tmp_path, date=f"<PubDate>{date}</PubDate>")
        assert (paper.published, paper.published_precision) == (published, precision)

    def test_earlier_electronic_date_counts(self, tmp_path):
        text = samples.pubmed(samples.pubmed_article(1, date="<PubDate><Year>2021</Year><Month>May</Month></PubDate>"))
        electronic = "<ArticleDate><Year>2020</Year><Month>12</Month><Day>24</Day></ArticleDate></Article>"
        assert only(tmp_path, text.replace("</Article>", electronic)).published == "2020-12-24"

    @pytest.mark.parametrize(
        ("written", "title"),
        [
            ("A Paper.", "A Paper"),
            ("A paper on <i>E. coli</i>?", "A paper on E. coli?"),
            ("[A Paper].", "A Paper"),
            ("[A Paper.]", "A Paper"),
            ("And so on...", "And so on..."),
        ],
    )
    def test_titles_are_without_the_stop_and_brackets_of_pubmed(self, tmp_path, written, title):
        assert article(tmp_path, title=written).title == title

    def test_identifiers_of_cited_papers_are_not_its_own(self, tmp_path):
        text = samples.pubmed(samples.pubmed_article(1)).replace('<ArticleId IdType="doi">10.1000/P.1</ArticleId>', "")
        assert only(tmp_path, text).doi is None

    def test_chapters_of_books_are_rejected(self, tmp_path):
        book = "<PubmedBookArticle><BookDocument><PMID>9</PMID></BookDocument></PubmedBookArticle>"
        papers, rejects = read_text(tmp_path, samples.pubmed(book, samples.pubmed_article(1)))
        assert len(papers) == 1
        assert "of a book" in rejects[0].reason

    def test_declared_encoding_is_followed(self, tmp_path):
        text = samples.pubmed(samples.pubmed_article(1, title="Über Päper."))
        declared = text.replace('<?xml version="1.0" ?>', '<?xml version="1.0" encoding="ISO-8859-1"?>')
        papers, rejects = read_text(tmp_path, declared.encode("latin-1"))
        assert ([p.title for p in papers], rejects) == (["Über Päper"], [])


@pytest.mark.parametrize("encoding", ["shift_jis", "utf-7", "nonsense"])
@pytest.mark.parametrize("format", ["arxiv-atom", "arxiv-oai", "pubmed"])
def test_declared_encoding_that_is_not_read_is_a_reject(tmp_path, format, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?><feed><entry/></feed>'
    papers, rejects = read_text(tmp_path, text, format=format)
    assert (papers, len(rejects)) == ([], 1)
