"""The cue words, units and spelled-out numbers of stated results, read once from `data/results.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_PATH = Path(__file__).resolve().parent.parent / "data" / "results.toml"


@dataclass(frozen=True, slots=True)
class ResultLexicon:
    """What `data/results.toml` says: see the comments there.

    `units` maps a lower-case unit as written to (unit class, normalised name); `bounds` maps a phrase to its bound.
    """

    bounds: dict[str, str]
    units: dict[str, tuple[str, str]]
    scales: dict[str, str]
    numbers: dict[str, float]
    cues: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def result_lexicon() -> ResultLexicon:
    """The lexicon; the file is read on the first call only."""
    table = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return ResultLexicon(
        bounds={phrase: bound for bound, phrases in table["bound"].items() for phrase in phrases},
        units={word: (kind, name) for kind, words in table["unit"].items() for word, name in words.items()},
        scales=dict(table["scale"]),
        numbers={word: float(number) for word, number in table["numbers"].items()},
        cues={cue: tuple(stems) for cue, stems in table["cue"].items()},
    )
