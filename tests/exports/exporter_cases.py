"""What every export format must do; a test class of a format inherits it and names the format."""

from typing import ClassVar

import pytest

import kg
from exports import EXPORTERS
from kg.errors import ExportError
from tests.support import contents, json_lines


class ExporterCases:
    """Set `format`; `is_folder` where the export is a folder of files."""

    format: ClassVar[str]
    is_folder: ClassVar[bool] = False

    def export(self, graph, path):
        return EXPORTERS.get(self.format).export(graph, path)

    def test_is_registered_under_its_name_with_a_summary(self):
        assert EXPORTERS.get(self.format).name == self.format
        assert EXPORTERS.get(self.format).summary.strip()

    def test_returns_the_files_it_wrote(self, small_graph, tmp_path):
        written = self.export(small_graph, tmp_path / "deep" / "out")
        assert written
        assert sorted(written) == sorted(p for p in (tmp_path / "deep").rglob("*") if p.is_file())
        assert all(path.stat().st_size for path in written if not self.is_folder)

    def test_two_exports_are_the_same_bytes(self, small_graph, tmp_path):
        for name in ("one", "two"):
            self.export(small_graph, tmp_path / name / "out")
        assert contents(tmp_path / "one") == contents(tmp_path / "two")

    def test_replaces_what_was_there(self, small_graph, tmp_path):
        self.export(small_graph, tmp_path / "out")
        before = contents(tmp_path)
        self.export(small_graph, tmp_path / "out")
        assert contents(tmp_path) == before

    def test_wrong_kind_of_target_is_refused_and_left_alone(self, small_graph, tmp_path):
        target = tmp_path / "out"
        if self.is_folder:
            target.write_text("mine")
        else:
            target.mkdir()
            (target / "mine").write_text("mine")
        with pytest.raises(ExportError, match=r"this is a f(ile|older)"):
            self.export(small_graph, target)
        assert list(contents(tmp_path).values()) == [b"mine"]

    def test_place_that_cannot_be_written_is_an_export_error(self, small_graph, tmp_path):
        (tmp_path / "file").write_text("mine")
        with pytest.raises(ExportError, match="cannot be written"):
            self.export(small_graph, tmp_path / "file" / "out")

    def test_graph_without_any_name_is_exported(self, tmp_path):
        source = tmp_path / "in.jsonl"
        source.write_text(json_lines([{"title": "Hello", "abstract": "Nothing."}]))
        kg.build(source, tmp_path / "g", model="rules")
        assert self.export(kg.open(tmp_path / "g"), tmp_path / "out")
