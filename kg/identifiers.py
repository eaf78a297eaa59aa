"""Deterministic, readable identifiers of papers, their public ones, and the IRIs made of identifiers."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

DEFAULT_BASE = "https://w3id.org/paperkg/"

# arXiv identifiers since 2007 and before, https://info.arxiv.org/help/arxiv_identifier.html
_OLD_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|"
    "funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|"
    "q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_ARXIV = re.compile(
    r"(?:arxiv\s*[:/]\s*|arxiv\.org/(?:abs|pdf)/|huggingface\.co/papers/|(?:doi\s*:\s*|doi/|(?:dx\.)?doi\.org/)?10\.48550/arxiv\.)?"
    rf"(\d{{4}}\.\d{{4,5}}|(?:{_OLD_ARCHIVES})(?:\.[a-z]{{2}})?/\d{{7}})(?:v\d+)?(?:\.pdf)?\Z",
    re.IGNORECASE | re.ASCII,
)
# DOI Handbook, https://doi.org/10.1000/182, 2.2: a prefix of 10 and a number, a suffix of any printable characters.
_DOI = re.compile(r"(?:doi\s*:\s*|doi/|(?:https?://)?(?:www\.|dx\.)?doi\.org/)?(10\.[0-9]{4,9}/\S+)\Z", re.IGNORECASE)
_ORCID = re.compile(r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?\Z", re.I | re.A)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_MAX_SLUG = 60


def normalise_title(title: str) -> str:
    """What two spellings of one title share: letters and digits, folded."""
    if title.isascii():
        return " ".join(_ASCII_WORD.findall(title.lower()))
    folded = unicodedata.normalize("NFKD", title).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))


def title_slug(title: str) -> str:
    """The first words of a title for a path: ASCII, hyphens, at most 60 characters; `untitled` if nothing is left."""
    slug = "-".join(re.findall(r"[a-z0-9]+", normalise_title(title)))
    if len(slug) > _MAX_SLUG:
        slug = slug[:_MAX_SLUG].rsplit("-", 1)[0]
    return slug or "untitled"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a paper is known by: its identifier here, and its DOI and arXiv number where it has them."""

    id: str
    doi: str | None
    arxiv_id: str | None


def arxiv_number(text: str | None) -> str | None:
    """The arXiv number, without version, that a text of any usual form is: number, address, DOI of arXiv; else None.

    Numbers before 2007 lose their subject class: math.GT/0309136 and math/0309136 name one paper.
    """
    bare = re.sub(r"^https?://(?:www\.)?", "", (text or "").strip(), flags=re.IGNORECASE)
    match = _ARXIV.match(bare)
    return re.sub(r"\.[a-z]{2}/", "/", match.group(1).lower()) if match else None


def doi_name(text: str | None) -> str | None:
    """The DOI, in lower case, that a text of any usual form is, else None; None also for those that arXiv gives."""
    match = _DOI.match((text or "").strip())
    return match.group(1).lower() if match and not arxiv_number(match.group(1)) else None


def orcid(text: str | None) -> str:
    """The ORCID iD that a text or address is, in its form with hyphens, or "" where it is none.

    The check digit is that of ISO 7064, MOD 11-2, as in https://support.orcid.org/hc/en-us/articles/360006897674.
    """
    match = _ORCID.match((text or "").strip())
    if not match:
        return ""
    digits = "".join(match.groups()).upper()
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(match.groups()).upper() if digits[-1] == ("X" if check == 10 else str(check)) else ""


def identify(title: str, *candidates: str | None) -> Identity:
    """What a paper is known by, from its title and texts that may be a DOI, an arXiv number or an address of either.

    The first candidate of each kind counts. The identifier is `arxiv/...`, else `doi/...`, else made of the title.
    """
    number = next(filter(None, map(arxiv_number, candidates)), None)
    name = next(filter(None, map(doi_name, candidates)), None)
    return Identity(paper_id(title, doi=name, arxiv_id=number), name, number)


def public_id(text: str) -> str | None:
    """The identifier `arxiv/...` or `doi/...` that an arXiv number, a DOI or an address of either stands for."""
    number, name = arxiv_number(text), doi_name(text)
    return paper_id("", doi=name, arxiv_id=number) if number or name else None


def paper_id(title: str, *, doi: str | None = None, arxiv_id: str | None = None) -> str:
    """`arxiv/...` if there is a number, else `doi/...`, else a path made of the title.

    arXiv numbers come first: they are short, readable and stable, and the preprint is what most sources of abstracts
    know. A DOI may be that of a later version, and a title may be written in many ways.
    """
    if arxiv_id:
        return f"arxiv/{arxiv_id}"
    if doi:
        return f"doi/{doi}"
    digest = hashlib.sha256(normalise_title(title).encode()).hexdigest()[:8]
    return f"paper/{title_slug(title)}-{digest}"


def iri(identifier: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of an identifier; characters that RFC 3987 forbids are percent-encoded."""
    return base + quote(identifier, safe="/:@!$&'()*+,;=-._~")
