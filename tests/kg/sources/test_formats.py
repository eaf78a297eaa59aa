"""Every registered source format keeps the promises of the interface."""

from kg.sources import SOURCES
from tests.kg.sources import samples
from tests.kg.sources.samples import both, with_untitled
from tests.kg.sources.source_cases import SourceCases
from tests.support import json_lines, page, record

FIRST = {"title": "First Paper", "abstract": "One."}
# Formats that are not told by their text: they have modules of their own.
NOT_SNIFFED = {"graph", "parquet", "text"}
SECOND = {"title": "Second Paper", "abstract": "Two."}


class TestHfDaily(SourceCases):
    format = "hf-daily"
    sample = page(record("First Paper", "One. Two."), record("Second Paper", "Three. Four.", "Aug 9, 2023 4"))
    damaged = page(record("First Paper", "One. Two."), "  • 3 authors\n\n", record("Second Paper", "Three. Four."))


class TestJsonLines(SourceCases):
    format = "jsonl"
    sample = json_lines([FIRST, SECOND])
    damaged = json_lines([FIRST]) + "{nonsense\n" + json_lines([SECOND])


class TestArxivSnapshot(SourceCases):
    format = "arxiv"
    sample = json_lines(both(samples.arxiv))
    damaged = json_lines(with_untitled(samples.arxiv))


class TestHfPapers(SourceCases):
    format = "hf-papers"
    sample = samples.json_array(both(samples.hf_paper))
    damaged = samples.json_array(with_untitled(samples.hf_paper))


class TestOpenAlexPage(SourceCases):
    format = "openalex"
    sample = samples.json_answer("results")(both(samples.openalex))
    damaged = samples.json_answer("results")(with_untitled(samples.openalex))


class TestOpenAlexSnapshot(SourceCases):
    format = "openalex"
    sample = json_lines(both(samples.openalex))
    damaged = json_lines(with_untitled(samples.openalex))


class TestSemanticScholarAnswer(SourceCases):
    format = "semantic-scholar"
    sample = samples.json_answer("data")(both(samples.semantic_scholar))
    damaged = samples.json_answer("data")(with_untitled(samples.semantic_scholar))


class TestSemanticScholarLines(SourceCases):
    format = "semantic-scholar"
    sample = json_lines(both(samples.semantic_scholar))
    damaged = json_lines(with_untitled(samples.semantic_scholar))


class TestCrossrefAnswer(SourceCases):
    format = "crossref"
    sample = samples.crossref_answer(both(samples.crossref))
    damaged = samples.crossref_answer(with_untitled(samples.crossref))


class TestCrossrefLines(SourceCases):
    format = "crossref"
    sample = json_lines(both(samples.crossref))
    damaged = json_lines(with_untitled(samples.crossref))


class TestArxivAtom(SourceCases):
    format = "arxiv-atom"
    sample = samples.atom(*both(samples.atom_entry))
    damaged = samples.atom(*with_untitled(samples.atom_entry))


class TestArxivOai(SourceCases):
    format = "arxiv-oai"
    sample = samples.oai(*both(samples.oai_record))
    damaged = samples.oai(*with_untitled(samples.oai_record))


class TestPubMed(SourceCases):
    format = "pubmed"
    sample = samples.pubmed(*both(samples.pubmed_article))
    damaged = samples.pubmed(*with_untitled(samples.pubmed_article))


class TestBibTex(SourceCases):
    format = "bibtex"
    sample = (
        "@article{one,\n  title = {First Paper},\n  abstract = {One.},\n}\n\n"
        "@article{two,\n  title = {Second Paper},\n  abstract = {Two.},\n}\n"
    )
    damaged = (
        "@article{one,\n  title = {First Paper},\n  abstract = {One.},\n}\n\n@article{x, title = {Open {Brace}\n}\n\n"
        "@article{two,\n  title = {Second Paper},\n  abstract = {Two.},\n}\n"
    )


class TestRis(SourceCases):
    format = "ris"
    sample = "TY  - JOUR\nTI  - First Paper\nAB  - One.\nER  - \n\nTY  - JOUR\nTI  - Second Paper\nAB  - Two.\nER  - \n"
    damaged = (
        "TY  - JOUR\nTI  - First Paper\nAB  - One.\nER  - \n\nTY  - JOUR\nTI  - No End\nAB  - x\n"
        "TY  - JOUR\nTI  - Second Paper\nAB  - Two.\nER  - \n"
    )


class TestCsv(SourceCases):
    format = "csv"
    sample = 'Title,Abstract\nFirst Paper,"One,\nand ""more""."\nSecond Paper,"Two."\n'
    damaged = "Title,Abstract\nFirst Paper,One.\nNo Abstract,\nSecond Paper,Two.\n"


class TestTsv(SourceCases):
    format = "tsv"
    sample = "title\tabstract\nFirst Paper\tOne.\nSecond Paper\tTwo.\n"
    damaged = "title\tabstract\nFirst Paper\tOne.\nMany\tcells\there\nSecond Paper\tTwo.\n"


def test_every_registered_format_has_a_test_class():
    assert {case.format for case in SourceCases.__subclasses__()} | NOT_SNIFFED == set(SOURCES.names())
