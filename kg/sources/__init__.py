"""Readers of the formats that papers come in; `SOURCES` is their registry."""

from collections.abc import Iterable, Iterator

from kg.records import Paper, Reject
from kg.sources.arxiv import ArxivSnapshot
from kg.sources.arxiv_atom import ArxivAtom
from kg.sources.arxiv_oai import ArxivOai
from kg.sources.bibtex import BibTex
from kg.sources.crossref import Crossref
from kg.sources.delimited import Csv, Tsv
from kg.sources.graph_folder import GraphFolder
from kg.sources.hf_daily import HfDaily
from kg.sources.hf_papers import HfPapers
from kg.sources.jsonl import JsonLines
from kg.sources.openalex import OpenAlex
from kg.sources.parquet import Parquet
from kg.sources.pubmed import PubMed
from kg.sources.registry import AUTO, ReadOptions, Source, SourceRegistry, read_inputs
from kg.sources.ris import Ris
from kg.sources.semantic_scholar import SemanticScholar
from kg.sources.text_files import TextFiles

SOURCES = SourceRegistry()
_READERS: tuple[Source, ...] = (
    *(GraphFolder(), JsonLines(), ArxivSnapshot(), HfPapers(), OpenAlex(), SemanticScholar(), Crossref()),
    *(ArxivAtom(), ArxivOai(), PubMed()),
    *(BibTex(), Ris(), Tsv(), Csv(), Parquet()),
    *(HfDaily(), TextFiles()),
)
for _reader in _READERS:
    SOURCES.register(_reader)


def read_papers(
    paths: Iterable[str], format_name: str = AUTO, options: ReadOptions | None = None
) -> Iterator[Paper | Reject]:
    """The papers of files, folders or standard input (`-`) in any registered format; see `read_inputs`."""
    return read_inputs(SOURCES, paths, format_name, options)


__all__ = ["AUTO", "SOURCES", "ReadOptions", "Source", "SourceRegistry", "read_papers"]
