"""Building: what is read again, what is kept, and that equal input gives equal bytes."""

import gzip
import random

import pytest

import kg
from exports import EXPORTERS
from kg.errors import RejectedInputError, SourceError, StoreError
from kg.parts import known_keys
from kg.resolution import Curation, read_curation
from tests.conftest import SMALL_PAPERS
from tests.support import contents, json_lines, page, record

GOOD = {"title": "A Title", "abstract": "We study image classification on ImageNet."}


def source(folder, content, name="papers.jsonl"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def exported(graph_folder, target):
    """The bytes of every export of a graph."""
    graph = kg.open(graph_folder)
    for name in EXPORTERS.names():
        EXPORTERS.get(name).export(graph, target / name / ("folder" if name in {"jsonl"} else "file"))
    return contents(target)


def test_build_and_open_are_functions_whatever_was_imported_before():
    from kg.api import build

    assert kg.build is build
    assert callable(kg.open)


def test_report_counts_what_was_done(small_source, tmp_path):
    report = kg.build(small_source, tmp_path / "g", model="rules").report
    assert (report.papers, report.added, report.extracted, report.rejects) == (4, 4, 4, ())
    assert report.entities > 0
    assert report.mentions >= report.entities


def test_sources_may_be_one_path_or_several(tmp_path):
    first = source(tmp_path, json_lines([GOOD]), "a.jsonl")
    second = source(tmp_path, page(record("Other Paper", "One. Two.")), "b.txt")
    assert kg.build([first, str(second)], tmp_path / "g", model="rules").report.papers == 2


def test_second_build_extracts_nothing(small_source, own_folder):
    report = kg.build(small_source, own_folder, model="rules").report
    assert (report.papers, report.added, report.extracted) == (4, 0, 0)


def test_adding_papers_extracts_only_the_added(own_folder, tmp_path):
    report = kg.build(source(tmp_path, json_lines([GOOD])), own_folder, model="rules").report
    assert (report.papers, report.added, report.extracted) == (5, 1, 1)


def test_changed_abstract_is_extracted_again(own_folder, tmp_path):
    longer = {**SMALL_PAPERS[0], "abstract": SMALL_PAPERS[0]["abstract"] + " It also works on CIFAR-10."}
    report = kg.build(source(tmp_path, json_lines([longer])), own_folder, model="rules").report
    assert (report.papers, report.added, report.extracted) == (4, 0, 1)


def test_extractions_that_nothing_uses_are_removed(own_folder, tmp_path):
    kg.build(source(tmp_path, json_lines([GOOD])), own_folder, model="rules", fresh=True)
    assert len(known_keys(own_folder / "extractions")) == 1


def test_fresh_forgets_the_papers_of_before(own_folder, tmp_path):
    assert kg.build(source(tmp_path, json_lines([GOOD])), own_folder, model="rules", fresh=True).report.papers == 1


def test_damaged_extraction_is_done_again(own_folder, small_source):
    for part in (own_folder / "extractions").iterdir():
        part.write_bytes(b"damaged")
    assert kg.build(small_source, own_folder, model="rules").report.extracted == 4


def test_same_paper_over_several_pages_is_one_paper(tmp_path):
    item = record("The Same Paper", "We study image classification.", "Aug 9, 2023")
    pages = [source(tmp_path, page(item, item), "a.txt"), source(tmp_path, page(item), "b.txt")]
    assert kg.build(pages, tmp_path / "g", model="rules").report.papers == 1


def test_two_builds_export_the_same_bytes(small_source, small_folder, tmp_path):
    kg.build(small_source, tmp_path / "again", model="rules")
    assert exported(tmp_path / "again", tmp_path / "one") == exported(small_folder, tmp_path / "two")


def test_order_of_the_papers_does_not_matter(small_folder, tmp_path):
    shuffled = list(SMALL_PAPERS)
    random.Random(3).shuffle(shuffled)
    kg.build(source(tmp_path, json_lines(shuffled)), tmp_path / "shuffled", model="rules")
    assert contents(tmp_path / "shuffled" / "tables") == contents(small_folder / "tables")


@pytest.mark.parametrize("first", [1, 2, 3])
def test_building_in_two_parts_gives_the_same_graph(small_folder, tmp_path, first):
    for papers in (SMALL_PAPERS[:first], SMALL_PAPERS[first:]):
        kg.build(source(tmp_path, json_lines(papers)), tmp_path / "parts", model="rules")
    # File names are digests of the tables' bytes.
    assert kg.open(tmp_path / "parts").manifest == kg.open(small_folder).manifest


@pytest.mark.parametrize("seed", range(2))
def test_building_in_ten_parts_of_any_order_exports_the_same_bytes(tmp_path, seed):
    papers = [*SMALL_PAPERS, *({**GOOD, "title": f"Paper {n}", "published": f"20{n + 10}"} for n in range(6))]
    # The same paper again, with less of an abstract and more of a date, adds up the same whenever it comes.
    papers.append({"title": "Paper 3", "abstract": "We study it.", "published": "2013-05-06"})
    kg.build(source(tmp_path, json_lines(papers)), tmp_path / "whole", model="rules")
    random.Random(seed).shuffle(papers)
    for number in range(10):
        kg.build(source(tmp_path, json_lines(papers[number::10])), tmp_path / "parts", model="rules")
    assert exported(tmp_path / "parts", tmp_path / "one") == exported(tmp_path / "whole", tmp_path / "two")


def test_order_of_the_records_of_a_page_does_not_matter(tmp_path):
    records = [
        record("ResNet-50 Again", "We train ResNet-50 on ImageNet. The accuracy is high.", "Aug 9"),
        record("A Survey", "This is about image classification. ImageNet is used.", "Jun 20, 2018"),
        record("Third", "Accuracy matters in image classification. It is high.", "May 1, 2022 4"),
    ]
    for name, items in (("one", records), ("two", records[::-1])):
        kg.build(source(tmp_path, page(*items), "page.txt"), tmp_path / name, model="rules")
    assert contents(tmp_path / "one" / "tables") == contents(tmp_path / "two" / "tables")
    assert {p.published for p in kg.open(tmp_path / "one").papers()} == {"2023-08-09", "2018-06-20", "2022-05-01"}


def test_rejects_are_kept_in_the_graph_and_forgotten_when_the_file_is_mended(tmp_path):
    lines = source(tmp_path, json_lines([GOOD]) + "nonsense\n")
    other = source(tmp_path, json_lines([{**GOOD, "title": "Other"}]), "other.jsonl")
    report = kg.build(lines, tmp_path / "g", model="rules").report
    assert [str(r) for r in report.rejects] == [str(r) for r in kg.open(tmp_path / "g").rejects()]
    kg.build(other, tmp_path / "g", model="rules")
    assert [r.line for r in kg.open(tmp_path / "g").rejects()] == [2]
    source(tmp_path, json_lines([GOOD]))
    kg.build(lines, tmp_path / "g", model="rules")
    assert kg.open(tmp_path / "g").rejects() == []


def test_rejects_of_a_file_beyond_number_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("kg.builder.MAX_REJECTS", 2)
    lines = source(tmp_path, json_lines([GOOD]) + "nonsense\n" * 5)
    rejects = kg.build(lines, tmp_path / "g", model="rules").report.rejects
    assert [(reject.line, reject.scope) for reject in rejects] == [(2, "record"), (3, "record"), (None, "file")]
    assert rejects[-1].reason == "3 more rejects"


def test_strict_makes_any_reject_a_failure_and_writes_nothing(tmp_path):
    lines = source(tmp_path, json_lines([GOOD, {**GOOD, "title": "B", "published": "soon"}]))
    with pytest.raises(RejectedInputError, match=r"papers\.jsonl:2: .*soon.*--strict"):
        kg.build(lines, tmp_path / "g", model="rules", strict=True)
    assert not (tmp_path / "g").exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"A letter.\n", page().encode(), gzip.compress(b"{}", mtime=0)[:-4], b"{}\n"]
)
def test_input_without_any_paper_is_an_error_that_names_the_file(tmp_path, content):
    with pytest.raises(SourceError, match=r"no paper could be read: .*papers\.jsonl"):
        kg.build(source(tmp_path, content), tmp_path / "g", model="rules")
    assert not (tmp_path / "g").exists()


def test_empty_folder_is_an_error(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no file"):
        kg.build(tmp_path / "empty", tmp_path / "g", model="rules")


def test_output_that_is_a_file_is_refused(small_source, tmp_path):
    (tmp_path / "g").write_text("mine")
    with pytest.raises(StoreError, match="this is a file"):
        kg.build(small_source, tmp_path / "g", model="rules")
    assert (tmp_path / "g").read_text() == "mine"


def test_folder_with_other_files_is_refused_and_left_alone(small_source, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StoreError, match=r"holds other files \(mine\.txt\)"):
        kg.build(small_source, tmp_path, model="rules")
    assert contents(tmp_path) == {"mine.txt": b"mine"}


@pytest.mark.parametrize("abstract", ["Withdrawn", "The accuracy on ImageNet is high. " * 2_950])
def test_very_short_and_very_long_abstracts_are_built(tmp_path, abstract):
    kg.build(source(tmp_path, json_lines([{**GOOD, "abstract": abstract}])), tmp_path / "g", model="rules")
    graph = kg.open(tmp_path / "g")
    assert graph.papers()[0].abstract == abstract.strip()
    assert all(abstract[m.start : m.end] == m.text for m in graph.mentions() if m.section == "abstract")


def test_progress_is_told_what_is_done(small_source, tmp_path):
    calls = []
    kg.build(small_source, tmp_path / "g", model="rules", progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (4, 4)


def test_building_again_keeps_the_model_of_the_graph(own_folder, tmp_path):
    kg.build(source(tmp_path, json_lines([GOOD])), own_folder)
    assert kg.open(own_folder).manifest.model == "rules"


class TestCuration:
    @pytest.fixture
    def curated(self, own_folder, small_source, tmp_path):
        """The small graph without its entity ImageNet."""
        lines = tmp_path / "corrections.csv"
        lines.write_text("drop,Dataset,ImageNet,\n")
        kg.build(small_source, own_folder, curation=read_curation(lines))
        return own_folder

    def labels(self, folder):
        return {entity.label for entity in kg.open(folder).entities()}

    def test_holds_for_later_builds(self, curated, tmp_path):
        kg.build(source(tmp_path, json_lines([GOOD])), curated)
        assert "ImageNet" not in self.labels(curated)

    def test_gives_way_to_another(self, curated, small_source):
        kg.build(small_source, curated, curation=Curation())
        assert "ImageNet" in self.labels(curated)

    def test_is_forgotten_by_a_fresh_build(self, curated, small_source):
        kg.build(small_source, curated, model="rules", fresh=True)
        assert "ImageNet" in self.labels(curated)

    def test_of_another_form_is_a_damaged_manifest(self, curated):
        path = curated / "manifest.json"
        path.write_text(path.read_text().replace('"drop",', ""))
        with pytest.raises(StoreError, match="damaged"):
            kg.open(curated)
