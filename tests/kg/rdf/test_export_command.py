"""`kg export` to RDF: its options, which formats know them, and compression by file name."""

import gzip

import pytest
from pyoxigraph import RdfFormat, parse

from kg.identifiers import DEFAULT_BASE


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_named_graphs_are_one_for_each_paper(run_kg, small_folder, small_graph, tmp_path, format):
    path = tmp_path / "out"
    assert run_kg("export", small_folder, "--format", format, "--named-graphs", "-o", path).code == 0
    syntax = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}[format]
    graphs = {quad.graph_name.value for quad in parse(path.read_bytes(), syntax) if hasattr(quad.graph_name, "value")}
    assert len(graphs) == len(small_graph.papers())


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--format", "turtle", "--named-graphs"), "nquads, trig and jsonld have"),
        (("--format", "rdfxml", "--statements", "rdf12"), "triple terms"),
        (("--format", "graphml", "--mentions"), "--mentions is for the formats"),
        (("--format", "nt", "--base", "no iri"), "base"),
        (("--format", "nt", "--statements", "all"), "--statements"),
    ],
)
def test_option_that_the_format_cannot_follow_is_wrong_usage(run_kg, small_folder, tmp_path, arguments, reason):
    outcome = run_kg("export", small_folder, *arguments, "-o", tmp_path / "out")
    assert outcome.code == 2
    assert reason in outcome.err
    assert not (tmp_path / "out").exists()


def test_statements_can_be_left_out(run_kg, small_folder, tmp_path):
    run_kg("export", small_folder, "--format", "nt", "--statements", "none", "-o", tmp_path / "out")
    assert "#Claim>" not in (tmp_path / "out").read_text()


def test_base_of_the_identifiers_can_be_chosen(run_kg, small_folder, tmp_path):
    run_kg("export", small_folder, "--format", "nt", "--base", "https://example.org/kg/", "-o", tmp_path / "out")
    subjects = [line.split(" ")[0] for line in (tmp_path / "out").read_text().splitlines()]
    assert any(subject.startswith("<https://example.org/kg/method/") for subject in subjects)
    assert not any(subject.startswith(f"<{DEFAULT_BASE}method/") for subject in subjects)


def test_licence_is_stated(run_kg, small_folder, tmp_path):
    licence = "https://creativecommons.org/publicdomain/zero/1.0/"
    run_kg("export", small_folder, "--format", "nt", "--license", licence, "-o", tmp_path / "out")
    assert f"<http://purl.org/dc/terms/license> <{licence}>" in (tmp_path / "out").read_text()


def test_a_name_in_gz_is_compressed_to_the_same_bytes_each_time(run_kg, small_folder, tmp_path):
    for name in ("plain.nt", "one.nt.gz", "two.nt.gz"):
        run_kg("export", small_folder, "--format", "nt", "-o", tmp_path / name)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.nt.gz", "two.nt.gz"))
    assert one == two
    assert gzip.decompress(one) == (tmp_path / "plain.nt").read_bytes()


def test_help_lists_every_format(run_kg):
    from exports import EXPORTERS

    out = run_kg("export", "--help").out
    assert all(EXPORTERS.get(name).summary[:30] in " ".join(out.split()) for name in EXPORTERS.names())
