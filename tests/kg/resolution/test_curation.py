"""A user's corrections: what is read, what is rejected, what is applied, and what matched nothing."""

from pathlib import Path

import pytest

from kg.errors import CurationError
from kg.resolution import Resolution, read_curation, resolve
from ontology.lexicon import Lexicon
from tests.kg.resolution.corpora import Cluster, table

CORPUS = [
    Cluster("paper/a", 0, "Method", ["flow matching"]),
    Cluster("paper/b", 0, "Method", ["Flow-Matching"]),
    Cluster("paper/c", 0, "Method", ["rectified flow"]),
    Cluster("paper/d", 0, "Method", ["PGS", "policy graph search"], [("PGS", "policy graph search")]),
    Cluster("paper/e", 0, "Method", ["PGS"]),
    Cluster("paper/f", 0, "Task", ["flow matching"]),
]


def curated(folder: Path, text: str) -> Resolution:
    """The resolution of CORPUS under a curation file."""
    file = folder / "curation.csv"
    file.write_text(text, encoding="utf-8")
    return resolve(table(CORPUS), lexicon=Lexicon(()), curation=read_curation(file))


def ids(resolution: Resolution) -> list[str | None]:
    """The entity of every cluster, by paper."""
    return list(resolution.assignment["entity"].to_pylist())


def test_merge_joins_what_rules_keep_apart(tmp_path: Path) -> None:
    resolution = curated(tmp_path, "merge,Method,rectified flow,flow matching\n")

    assert ids(resolution)[:3] == ["method/flow-matching"] * 3
    merges = resolution.entities["merges"].to_pylist()[0]
    assert {"name": "rectified flow", "step": "curation", "into": "flow matching"} in merges
    assert resolution.unmatched == ()


def test_split_keeps_a_name_on_its_own(tmp_path: Path) -> None:
    resolution = curated(tmp_path, "split,Method,PGS,\n")

    assert ids(resolution)[3:5] == ["method/policy-graph-search", "method/pgs"]


def test_rename_gives_label_and_id_and_keeps_the_old_name(tmp_path: Path) -> None:
    resolution = curated(tmp_path, "rename,Method,rectified flow,Rectified Flow (ODE)\n")

    assert ids(resolution)[2] == "method/rectified-flow-ode"
    row = next(row for row in resolution.entities.to_pylist() if row["id"] == "method/rectified-flow-ode")
    assert row["label"] == "Rectified Flow (ODE)"
    assert row["aliases"] == ["rectified flow"]


def test_drop_leaves_clusters_without_entity(tmp_path: Path) -> None:
    resolution = curated(tmp_path, "drop,Method,flow matching\n")

    assert ids(resolution)[:2] == [None, None]
    assert ids(resolution)[5] == "task/flow-matching"


def test_line_without_type_holds_for_every_type(tmp_path: Path) -> None:
    resolution = curated(tmp_path, "drop,,flow matching,\n")

    assert ids(resolution)[0] is None
    assert ids(resolution)[5] is None


def test_names_match_in_any_spelling(tmp_path: Path) -> None:
    assert ids(curated(tmp_path, "drop,Method,Rectified-Flows\n"))[2] is None


def test_line_that_matches_nothing_is_reported(tmp_path: Path) -> None:
    resolution = curated(
        tmp_path, "action,type,name,target\n\nmerge,Method,flow matching,normal flow\ndrop,Task,sorting\n"
    )

    assert resolution.unmatched == (
        f"{tmp_path / 'curation.csv'}, line 3: merge: no Method is named 'normal flow'",
        f"{tmp_path / 'curation.csv'}, line 4: drop: no Task is named 'sorting'",
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("fuse,Method,a,b", "unknown action"),
        ("merge,Method,a", "needs a target"),
        ("split,Method,a,b", "takes no target"),
        ("drop,Method,", "name is empty"),
        ("drop,Method", "columns are"),
        ("merge,Method,a,b,c", "columns are"),
    ],
)
def test_bad_line_is_rejected_with_its_place(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "curation.csv"
    file.write_text(f"# corrections\n{line}\n", encoding="utf-8")

    curation = read_curation(file)

    assert curation.lines == ()
    assert (curation.rejected[0].file, curation.rejected[0].line) == (str(file), 2)
    assert reason in curation.rejected[0].reason


def test_rejected_lines_are_reported_by_the_resolution(tmp_path: Path) -> None:
    assert "unknown action" in curated(tmp_path, "fuse,Method,a,b\n").unmatched[0]


def test_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    lines = ["merge,Method,rectified flow,flow matching\n", "split,Method,PGS\n", "drop,Task,flow matching\n"]

    first, second = curated(tmp_path, "".join(lines)), curated(tmp_path, "".join(reversed(lines)))

    assert first.entities.equals(second.entities)
    assert first.assignment.equals(second.assignment)


def test_missing_file_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(CurationError, match="no curation file"):
        read_curation(tmp_path / "none.csv")


def test_file_of_another_encoding_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "curation.csv"
    file.write_bytes("drop,Method,Fréchet".encode("latin-1"))

    with pytest.raises(CurationError, match="UTF-8"):
        read_curation(file)
