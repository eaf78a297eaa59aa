"""Curated names of the field, one file a type under `lexicon/`: a label, a tab, aliases between bars.

A name written all in lower case stands for any letter case; any other name stands for itself only.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LEXICON_FOLDER = Path(__file__).with_name("lexicon")


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One thing and its names; `names[0]` is the label."""

    type: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All curated entries."""

    entries: tuple[LexiconEntry, ...]


def read_lexicon_file(path: Path, type_name: str) -> list[LexiconEntry]:
    """The entries of one file.

    Raises:
        ValueError: a line has an empty label; the text names file and line.
    """
    entries = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        label, _, rest = line.partition("\t")
        label = label.strip()
        if not label:
            raise ValueError(f"{path}:{number}: a lexicon entry needs a label before the tab")
        aliases = [alias.strip() for alias in rest.split("|") if alias.strip()]
        entries.append(LexiconEntry(type_name, label, tuple(dict.fromkeys([label, *aliases]))))
    return entries


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The shipped lexicon of all types, sorted by type and label."""
    entries: list[LexiconEntry] = []
    for path in sorted(LEXICON_FOLDER.glob("*.tsv")):
        entries += read_lexicon_file(path, path.stem.capitalize())
    return Lexicon(tuple(sorted(entries, key=lambda e: (e.type, e.label))))
