"""The numbers and word lists that decide how mentions are found, read from `data/mentions.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("data") / "mentions.toml"


@dataclass(frozen=True, slots=True)
class MentionSettings:
    """`votes`: score of an untrained proposal by extractor; `threshold`: least score of a kept mention, by type."""

    votes: dict[str, float]
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
        threshold=dict(data["threshold"]),
        determiners=frozenset(words["determiners"]),
        generic=frozenset(words["generic"]),
        introducing=tuple(words["introducing"]),
        naming=tuple(words["naming"]),
        heads={name: tuple(heads) for name, heads in data["heads"].items()},
    )
