"""Removing and replacing papers: what they alone said is in no file, and the rest is as if they never came."""

import pytest

import kg
from kg.errors import PaperError, StoreError
from kg.store import GraphStore
from tests.conftest import SMALL_PAPERS
from tests.support import contents, json_lines

NOTE = {
    "id": "arXiv:2401.00001",
    "title": "Quixotron: a Note",
    "abstract": "We propose Quixotron, a model for image classification. Quixotron is evaluated on ImageNet.",
}
NOTE_ID = "arxiv/2401.00001"


def source(folder, *papers, name="more.jsonl"):
    path = folder / name
    path.write_text(json_lines(papers))
    return path


@pytest.fixture
def with_note(own_folder, tmp_path):
    """The small graph and the note on Quixotron, with a SPARQL index of both."""
    kg.build(source(tmp_path, NOTE), own_folder)
    kg.open(own_folder).sparql("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
    return own_folder


def texts(folder):
    """Every text of the Parquet files of a graph folder, and the bytes of its other files."""
    import pyarrow.parquet as pq

    files = [path for path in folder.rglob("*") if path.is_file()]
    return "".join(
        str(pq.read_table(path).to_pylist()) if path.suffix == ".parquet" else str(path.read_bytes()) for path in files
    )


def test_graph_without_a_paper_is_the_graph_that_never_had_it(with_note, small_folder):
    kg.remove(with_note, NOTE_ID)
    assert kg.open(with_note).manifest == kg.open(small_folder).manifest


def test_nothing_of_a_removed_paper_stays_in_the_folder(with_note):
    assert "Quixotron" in texts(with_note)
    kg.remove(with_note, [NOTE_ID])
    assert "Quixotron" not in texts(with_note)


def test_removal_that_ends_before_its_commit_is_completed_by_the_same_command(with_note, small_folder, monkeypatch):
    def end(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(GraphStore, "commit", end)
    with pytest.raises(KeyboardInterrupt):
        kg.remove(with_note, NOTE_ID)
    assert NOTE_ID in {paper.id for paper in kg.open(with_note).papers()}
    monkeypatch.undo()
    kg.remove(with_note, NOTE_ID)
    assert kg.open(with_note).manifest == kg.open(small_folder).manifest


def test_extractions_are_without_the_paper_before_the_graph_is(with_note, monkeypatch):
    found = []
    monkeypatch.setattr(GraphStore, "commit", lambda self, *_, **__: found.append(texts(self.extractions)))
    kg.remove(with_note, NOTE_ID)
    assert "Quixotron" not in found[0]


def test_indexes_are_of_the_graph_without_the_paper(with_note):
    kg.remove(with_note, NOTE_ID)
    answer = kg.open(with_note).sparql("SELECT ?t WHERE { ?p dcterms:title ?t FILTER(CONTAINS(?t, 'Quixotron')) }")
    assert list(answer) == []


def test_paper_may_be_named_as_its_source_names_it(with_note):
    kg.remove(with_note, "https://arxiv.org/abs/2401.00001v2")
    assert NOTE_ID not in {paper.id for paper in kg.open(with_note).papers()}


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: graph.papers(),
        lambda graph: graph.sql("SELECT count(*) FROM papers"),
        lambda graph: graph.find_entity("ImageNet"),
        lambda graph: list(graph.batches("SELECT * FROM claims", 10)),
    ],
)
@pytest.mark.parametrize("used", [True, False])
def test_graph_that_was_open_says_to_open_it_again(with_note, used, ask):
    opened = kg.open(with_note)
    if used:
        ask(opened)
    kg.remove(with_note, NOTE_ID)
    with pytest.raises(StoreError, match="has changed since it was opened; open it again"):
        ask(opened)


def test_unknown_paper_is_named_and_nothing_is_removed(with_note):
    before = contents(with_note)
    with pytest.raises(PaperError, match=r"no paper arxiv/9901\.00001; nothing was removed"):
        kg.remove(with_note, [NOTE_ID, "arxiv/9901.00001"])
    assert contents(with_note) == before


def test_name_that_is_no_id_does_not_stand_for_a_paper_whose_title_has_no_letters(tmp_path):
    graph = tmp_path / "graph"
    kg.build(source(tmp_path, {"title": "???", "abstract": "We study ImageNet."}), graph, model="rules")
    with pytest.raises(PaperError, match="no paper withdrawn"):
        kg.remove(graph, "withdrawn")
    assert len(kg.open(graph).papers()) == 1


def test_every_paper_may_be_removed(own_folder):
    ids = [paper.id for paper in kg.open(own_folder).papers()]
    kg.remove(own_folder, ids)
    graph = kg.open(own_folder)
    assert (graph.papers(), graph.entities(), graph.claims()) == ([], [], [])


def test_damaged_extraction_is_made_good(with_note, small_folder):
    for part in (with_note / "extractions").iterdir():
        part.write_bytes(b"damaged")
    kg.remove(with_note, NOTE_ID)
    assert kg.open(with_note).manifest == kg.open(small_folder).manifest


def test_no_graph_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="there is no graph here"):
        kg.remove(tmp_path / "nowhere", NOTE_ID)
    assert not (tmp_path / "nowhere").exists()


def test_replaced_paper_leaves_nothing_behind(with_note, tmp_path):
    shorter = {**NOTE, "title": "A Note", "abstract": "We study image classification on ImageNet."}
    report = kg.build(source(tmp_path, shorter), with_note, replace=True).report
    assert (report.papers, report.added, report.extracted) == (5, 0, 1)
    assert "Quixotron" not in texts(with_note)


def test_replacing_leaves_other_papers_alone(with_note, small_folder, tmp_path):
    kg.build(source(tmp_path, NOTE), with_note, replace=True)
    titles = {paper.title for paper in kg.open(with_note).papers()}
    assert titles == {NOTE["title"], *(paper.title for paper in kg.open(small_folder).papers())}


def test_papers_that_are_not_replaced_are_merged(with_note, tmp_path):
    kg.build(source(tmp_path, {**NOTE, "abstract": "Short."}), with_note)
    assert NOTE["abstract"] in {paper.abstract for paper in kg.open(with_note).papers()}


class TestCommand:
    def test_removes_and_says_what_stays(self, run_kg, with_note):
        outcome = run_kg("remove", with_note, NOTE_ID)
        assert (outcome.code, outcome.err) == (0, "")
        assert "1 removed; 4 papers" in outcome.out

    def test_takes_ids_from_a_file(self, run_kg, with_note, tmp_path):
        ids = tmp_path / "ids.txt"
        ids.write_text(f"# withdrawn\n\n{NOTE_ID}\n")
        assert run_kg("remove", with_note, "--from", ids, "--quiet").out == ""
        assert len(kg.open(with_note).papers()) == len(SMALL_PAPERS)

    def test_takes_ids_from_standard_input(self, run_kg, with_note):
        assert run_kg("remove", with_note, "--from", "-", stdin=NOTE_ID.encode()).code == 0
        assert len(kg.open(with_note).papers()) == len(SMALL_PAPERS)

    def test_unknown_id_is_one_sentence(self, run_kg, with_note):
        outcome = run_kg("remove", with_note, "arxiv/9901.00001")
        assert outcome.code == 1
        assert outcome.err.startswith("kg: the graph has no paper arxiv/9901.00001")

    def test_no_id_is_wrong_usage(self, run_kg, with_note):
        assert run_kg("remove", with_note).code == 2
