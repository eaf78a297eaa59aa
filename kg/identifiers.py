"""Deterministic, readable identifiers of papers, and the IRIs made of identifiers."""

import hashlib
import re
import unicodedata
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
_DOI = re.compile(r"(?:doi\s*:\s*|doi/|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_MAX_SLUG = 60


def normalise_title(title: str) -> str:
    """What two spellings of one title share: letters and digits, folded."""
    folded = unicodedata.normalize("NFKD", title).casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))


def title_slug(title: str) -> str:
    """The first words of a title for a path: ASCII, hyphens, at most 60 characters; `untitled` if nothing is left."""
    slug = "-".join(re.findall(r"[a-z0-9]+", normalise_title(title)))
    if len(slug) > _MAX_SLUG:
        slug = slug[:_MAX_SLUG].rsplit("-", 1)[0]
    return slug or "untitled"


def paper_id(title: str, *candidates: str | None) -> str:
    """`arxiv/...` or `doi/...` from the first candidate (id or URL) that is one, else from the title."""
    for candidate in candidates:
        text = (candidate or "").strip()
        bare = re.sub(r"^https?://(?:www\.)?", "", text, flags=re.IGNORECASE)
        if match := _ARXIV.match(bare):
            number = re.sub(r"\.[a-z]{2}/", lambda m: m.group().upper(), match.group(1).lower())
            return f"arxiv/{number}"
        if match := _DOI.match(text):
            return f"doi/{match.group(1).lower()}"
    digest = hashlib.sha256(normalise_title(title).encode()).hexdigest()[:8]
    return f"paper/{title_slug(title)}-{digest}"


def iri(identifier: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of an identifier; characters that RFC 3987 forbids are percent-encoded."""
    return base + quote(identifier, safe="/:@!$&'()*+,;=-._~")
