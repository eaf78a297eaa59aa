"""A small text of each format: the papers `First Paper` and `Second Paper`, and the same with a bad record between."""

import json
from collections.abc import Callable, Iterable


def arxiv(number: int, title: str = "A Paper", abstract: str = "  It has a sentence.\n", **fields: object) -> object:
    """A record of the snapshot."""
    return {
        "id": f"2101.{number:05}",
        "submitter": "Ada Example",
        "authors": "Ada Example and Bo Sample",
        "title": title,
        "comments": None,
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": "cs.LG cs.CL",
        "license": None,
        "abstract": abstract,
        "versions": [{"version": "v1", "created": "Mon, 4 Jan 2021 10:00:00 GMT"}],
        "update_date": "2021-03-01",
        "authors_parsed": [["Example", "Ada", ""], ["Sample", "Bo", "Jr"]],
        **fields,
    }


def hf_paper(number: int, title: str = "A Paper", abstract: str = "It has a sentence.", **fields: object) -> object:
    """A record of the Daily Papers API."""
    return {
        "paper": {
            "id": f"2101.{number:05}",
            "authors": [{"_id": "1", "name": "Ada Example", "hidden": False}, {"name": "Bo Sample", "hidden": True}],
            "publishedAt": "2021-01-04T10:00:00.000Z",
            "title": title,
            "summary": abstract,
            "upvotes": 3,
            **fields,
        },
        "publishedAt": "2021-01-06T00:00:00.000Z",
        "title": title,
        "numComments": 2,
    }


def openalex(number: int, title: str = "A Paper", words: Iterable[str] = ("It", "is."), **fields: object) -> object:
    """A work of OpenAlex."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.1000/w.{number}",
        "title": title,
        "display_name": title,
        "publication_year": 2021,
        "publication_date": "2021-01-04",
        "ids": {"openalex": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.1000/W.{number}"},
        "primary_location": {"is_oa": True, "landing_page_url": f"https://journal.example/{number}"},
        "authorships": [
            {
                "author_position": "first",
                "author": {"display_name": "Ada Example", "orcid": "https://orcid.org/0000-0002-1825-0097"},
                "raw_author_name": "A. Example",
            },
            {"author_position": "last", "author": {"display_name": "Bo Sample", "orcid": None}},
        ],
        "topics": [{"display_name": "Machine Learning"}],
        "abstract_inverted_index": places,
        **fields,
    }


def semantic_scholar(number: int, title: str = "A Paper", **fields: object) -> object:
    """A paper of the Academic Graph API."""
    return {
        "paperId": f"{number:040x}",
        "externalIds": {"DOI": f"10.1000/S.{number}", "CorpusId": number},
        "url": f"https://www.semanticscholar.org/paper/{number:040x}",
        "title": title,
        "abstract": "It has a sentence.",
        "year": 2021,
        "publicationDate": "2021-01-04",
        "fieldsOfStudy": ["Computer Science"],
        "authors": [{"authorId": "7", "name": "Ada Example", "externalIds": {"ORCID": ["0000-0002-1825-0097"]}}],
        **fields,
    }


def crossref(number: int, title: str = "A Paper", **fields: object) -> object:
    """A work of Crossref."""
    return {
        "DOI": f"10.1000/C.{number}",
        "URL": f"http://dx.doi.org/10.1000/c.{number}",
        "type": "journal-article",
        "title": [title],
        "container-title": ["Journal of Examples"],
        "abstract": "<jats:p>It has a sentence.</jats:p>",
        "published": {"date-parts": [[2021, 1, 4]]},
        "issued": {"date-parts": [[2021, 1, 4]]},
        "author": [
            {"given": "Ada", "family": "Example", "ORCID": "http://orcid.org/0000-0002-1825-0097", "sequence": "first"},
            {"name": "The Sample Group", "sequence": "additional"},
        ],
        **fields,
    }


def crossref_answer(works: Iterable[object]) -> str:
    """An answer of Crossref's API to a query."""
    message = {"facets": {}, "total-results": 2, "items": list(works), "items-per-page": 20}
    return json.dumps({"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message})


def atom_entry(
    number: int,
    title: str = "A Paper",
    abstract: str = "  It has a sentence.\n",
    more: str = '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/A.1</arxiv:doi>',
) -> str:
    """An entry of arXiv's query API."""
    return f"""  <entry>
    <id>http://arxiv.org/abs/2101.{number:05}v2</id>
    <updated>2021-02-01T00:00:00Z</updated>
    <published>2021-01-04T10:00:00Z</published>
    <title>{title}</title>
    <summary>{abstract}</summary>
    <author><name>Ada Example</name></author>
    <author><name>Bo Sample</name><arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">X</arxiv:affiliation></author>
    {more}
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
"""


def atom(*entries: str) -> str:
    """A feed of arXiv's query API."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?search_query=all:x" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=all:x</title>
  <id>http://arxiv.org/api/abc</id>
{"".join(entries)}</feed>
"""


def oai_record(number: int, title: str = "A Paper", abstract: str = "  It has a sentence.\n", more: str = "") -> str:
    """A record of arXiv's OAI-PMH interface with metadataPrefix arXiv."""
    return f"""<record>
<header><identifier>oai:arXiv.org:2101.{number:05}</identifier><datestamp>2021-03-01</datestamp></header>
<metadata>
 <arXiv xmlns="http://arxiv.org/OAI/arXiv/">
 <id>2101.{number:05}</id><created>2021-01-04</created><updated>2021-02-01</updated>
 <authors><author><keyname>Example</keyname><forenames>Ada</forenames></author>
 <author><keyname>Sample</keyname><forenames>Bo</forenames><suffix>Jr</suffix></author></authors>
 <title>{title}</title><categories>cs.LG cs.CL</categories>{more}
 <abstract>{abstract}</abstract>
 </arXiv>
</metadata>
</record>
"""


def oai(*records: str) -> str:
    """An answer of arXiv's OAI-PMH interface."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">
<responseDate>2021-03-02T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="arXiv">http://oaipmh.arxiv.org/oai</request>
<ListRecords>
{"".join(records)}<resumptionToken cursor="0" completeListSize="2">next</resumptionToken>
</ListRecords>
</OAI-PMH>
"""


PUBMED_DATE = "<PubDate><Year>2021</Year><Month>Jan</Month><Day>4</Day></PubDate>"
PUBMED_AUTHORS = """<Author ValidYN="Y"><LastName>Example</LastName><ForeName>Ada</ForeName><Initials>A</Initials>
<Identifier Source="ORCID">0000-0002-1825-0097</Identifier></Author>
<Author ValidYN="Y"><CollectiveName>The Sample Group</CollectiveName></Author>"""


def pubmed_article(
    number: int,
    title: str = "A Paper.",
    abstract: str = "<AbstractText>It has a sentence.</AbstractText>",
    date: str = PUBMED_DATE,
    authors: str = PUBMED_AUTHORS,
) -> str:
    """An article of PubMed, which cites another one."""
    return f"""<PubmedArticle>
<MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">{number}</PMID>
<Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Internet"><Volume>1</Volume>{date}</JournalIssue><Title>J</Title></Journal>
<ArticleTitle>{title}</ArticleTitle>
<Abstract>{abstract}<CopyrightInformation>Nobody.</CopyrightInformation></Abstract>
<AuthorList CompleteYN="Y">{authors}</AuthorList>
</Article>
<MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">Algorithms</DescriptorName></MeshHeading>
</MeshHeadingList>
</MedlineCitation>
<PubmedData>
<ArticleIdList><ArticleId IdType="pubmed">{number}</ArticleId><ArticleId IdType="doi">10.1000/P.{number}</ArticleId>
</ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1000/cited</ArticleId></ArticleIdList></Reference>
</ReferenceList>
</PubmedData>
</PubmedArticle>
"""


def pubmed(*articles: str) -> str:
    """A set of articles of PubMed."""
    return f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
{"".join(articles)}</PubmedArticleSet>
"""


def both(record: Callable[..., object]) -> list[object]:
    """Two good records."""
    return [record(1, "First Paper"), record(2, "Second Paper")]


def with_untitled(record: Callable[..., object]) -> list[object]:
    """The same with a record between them that has no title."""
    return [record(1, "First Paper"), record(3, ""), record(2, "Second Paper")]


def json_array(records: Iterable[object]) -> str:
    """Objects as one JSON array over many lines."""
    return json.dumps(list(records), indent=1)


def json_answer(key: str) -> Callable[[Iterable[object]], str]:
    """What writes objects as an API does that has them under a key."""
    return lambda records: json.dumps({"total": 2, "next": None, key: list(records)})
