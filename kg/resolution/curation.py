"""What a user knows better: a CSV of corrections to the merged names.

Columns, with or without a header line of these names: `action,type,name,target`.

| action | type | name | target |
|---|---|---|---|
| merge | type, or empty for every type | a name | the name of the entity it becomes a name of |
| split | as above | a name | empty: the name becomes an entity of its own, whatever it was merged into |
| rename | as above | a name of an entity | the label the entity shall have |
| drop | as above | a name of an entity | empty: the entity leaves the graph |

Names are compared by `extractors.names.name_key`, so case, plural and hyphens do not matter. The order of the lines
does not matter for merge, split and drop; of two renames of one entity the later line holds. Empty lines and lines
that start with # are skipped.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from extractors.names import name_key
from kg.errors import CurationError

Action = Literal["merge", "split", "rename", "drop"]
_ACTIONS: Final = ("merge", "split", "rename", "drop")
_NEEDS_TARGET: Final = ("merge", "rename")
_HEADER: Final = ["action", "type", "name", "target"]


@dataclass(frozen=True, slots=True)
class CurationLine:
    """One correction and where it is written; an empty `type` means every type."""

    action: Action
    type: str
    name: str
    target: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class UnusedLine:
    """A line that was not applied, and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Curation:
    """The corrections of a file, in its order, and the lines that are none."""

    lines: tuple[CurationLine, ...] = ()
    rejected: tuple[UnusedLine, ...] = ()


def read_curation(path: Path) -> Curation:
    """Read a curation file; a bad line is set aside with its reason.

    Raises:
        CurationError: the file is missing, or is not CSV in UTF-8.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CurationError(f"There is no curation file {path}; give the path of an existing CSV file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CurationError(f"Cannot read {path} as UTF-8 text ({error}); save it as CSV in UTF-8.") from error
    lines: list[CurationLine] = []
    rejected: list[UnusedLine] = []
    reader = csv.reader(text.splitlines())
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells) or cells[0].startswith("#") or [cell.lower() for cell in cells] == _HEADER:
                continue
            reason = _fault(cells)
            if reason:
                rejected.append(UnusedLine(str(path), reader.line_num, reason))
                continue
            action, kind, name, target = (*cells, "")[:4]
            lines.append(CurationLine(cast(Action, action.lower()), kind, name, target, str(path), reader.line_num))
    except csv.Error as error:
        raise CurationError(f"{path}, line {reader.line_num}: not CSV ({error}).") from error
    return Curation(tuple(lines), tuple(rejected))


def _fault(cells: list[str]) -> str | None:
    """Why a row is no correction, or None."""
    action = cells[0].lower()
    if action not in _ACTIONS:
        return f"unknown action {cells[0]!r}; one of {', '.join(_ACTIONS)} is needed"
    if len(cells) < 3 or len([cell for cell in cells[4:] if cell]) > 0:
        return "the columns are action,type,name,target; quote a name that contains a comma"
    if not name_key(cells[2]):
        return "the name is empty"
    target = cells[3] if len(cells) > 3 else ""
    if action in _NEEDS_TARGET and not name_key(target):
        return f"{action} needs a target in the fourth column"
    if action not in _NEEDS_TARGET and target:
        return f"{action} takes no target"
    return None
