"""The shipped names: enough of them, each of one type, and the reader of their files."""

from collections import defaultdict

import pytest

from ontology import load_lexicon, load_vocabulary
from ontology.lexicon import read_lexicon_file


@pytest.mark.parametrize(("type", "least"), [("Method", 500), ("Dataset", 400), ("Metric", 200), ("Task", 400)])
def test_there_are_enough_entries(type, least):
    assert sum(entry.type == type for entry in load_lexicon().entries) > least


def test_types_are_those_of_the_ontology():
    assert {entry.type for entry in load_lexicon().entries} == set(load_vocabulary().entity_types())


def test_no_name_belongs_to_two_types():
    types = defaultdict(set)
    for entry in load_lexicon().entries:
        for name in entry.names:
            types[name].add(entry.type)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


def test_no_name_belongs_to_two_entries():
    labels = defaultdict(set)
    for entry in load_lexicon().entries:
        for name in entry.names:
            labels[entry.type, name].add(entry.label)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_names_are_clean():
    for entry in load_lexicon().entries:
        for name in entry.names:
            assert name == " ".join(name.split())
            assert any(c.isalnum() for c in name)


def test_file_format(tmp_path):
    path = tmp_path / "task.tsv"
    path.write_text("# comment\n\nimage captioning\tcaptioning of images| image description |\nparsing\n")
    entries = read_lexicon_file(path, "Task")
    assert [(e.label, e.names) for e in entries] == [
        ("image captioning", ("image captioning", "captioning of images", "image description")),
        ("parsing", ("parsing",)),
    ]


def test_line_without_label_is_an_error_with_file_and_line(tmp_path):
    path = tmp_path / "task.tsv"
    path.write_text("parsing\n\talias\n")
    with pytest.raises(ValueError, match=r"task\.tsv:2: "):
        read_lexicon_file(path, "Task")
