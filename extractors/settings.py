"""The numbers and word lists that decide how mentions are found, read from `data/mentions.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "mentions.toml"


@dataclass(frozen=True, slots=True)
class MentionSettings:
    """`votes`: score of an untrained proposal by extractor; `threshold`: least score of a kept mention, by type;
    `overruled`: types that give way to any other that this extractor proposes.
    """

    votes: dict[str, float]
    overruled: dict[str, frozenset[str]]
    threshold: dict[str, float]
    determiners: frozenset[str]
    generic: frozenset[str]
    introducing: tuple[str, ...]
    naming: tuple[str, ...]
    heads: dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def load_settings() -> MentionSettings:
    """The shipped settings."""
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    words = data["words"]
    return MentionSettings(
        votes=dict(data["votes"]),
        overruled={name: frozenset(types) for name, types in data["overruled"].items()},
        threshold=dict(data["threshold"]),
        determiners=frozenset(words["determiners"]),
        generic=frozenset([*words["generic"], *words["elsewhere"]]),
        introducing=tuple(words["introducing"]),
        naming=tuple(words["naming"]),
        heads={name: tuple(heads) for name, heads in data["heads"].items()},
    )
