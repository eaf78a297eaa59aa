"""Fixtures: a small graph of hand-written papers, built once, and the command."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

import kg
from tests.support import Command, json_lines

# Deterministic examples, and no deadline: a shared machine may be slow.
settings.register_profile("paperkg", deadline=None, derandomize=True, max_examples=60)
# Other examples each time, and many: `pytest --hypothesis-profile=campaign tests/...`.
settings.register_profile("campaign", deadline=None, max_examples=3_000, print_blob=True)
settings.load_profile("paperkg")

# Markers of tests that share something costly to start: a server, a cluster, a browser.
COSTLY = ("neo4j", "spark", "browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Several processes (`-n 3 --dist loadgroup`) begin with what is costly, each kind of it in one of them alone."""
    groups = {item: next((name for name in COSTLY if item.get_closest_marker(name)), "") for item in items}
    items.sort(key=lambda item: not groups[item])
    if config.pluginmanager.hasplugin("xdist"):
        for item, name in groups.items():
            if name:
                item.add_marker(pytest.mark.xdist_group(name))


RESNET_ABSTRACT = (
    "Deep networks are hard to train. We study ResNet-50 for image classification. "
    'On ImageNet the accuracy is high.\nThe code says "done" for 5% of the cost in na\\"ively cut {it data}.'
)
SMALL_PAPERS = (
    {
        "id": "arXiv:1512.03385",
        "title": "ResNet-50 for Image Classification: a Study",
        "abstract": RESNET_ABSTRACT,
        "published": "2015-12-10",
        "authors": [{"name": "Ada Example", "orcid": "https://orcid.org/0000-0002-1825-0097"}, "Bo Sample"],
        "url": "https://arxiv.org/abs/1512.03385",
        "categories": ["cs.CV", "cs.LG"],
    },
    {
        "title": "Faster Training on ImageNet",
        "abstract": "ResNet-50 learns image classification on ImageNet in an hour. "
        "We report accuracy — measured twice.",
        "published": "2017-06",
    },
    {
        "id": "https://doi.org/10.1000/ABC<1>",
        "title": "A Survey of Image Classification",
        "abstract": "This survey covers image classification. Accuracy is the usual metric for it.",
        "published": "2019",
        "url": "https://example.org/a page?x={1}|2",
    },
    {
        "title": "An Undated Note on <ImageNet> & “Other” Ω Things",
        "abstract": "ImageNet is a dataset of photographs. Many of its labels are wrong.",
    },
)


@pytest.fixture(scope="session")
def small_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph's papers as JSON Lines."""
    path = tmp_path_factory.mktemp("source") / "papers.jsonl"
    path.write_text(json_lines(SMALL_PAPERS), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_folder(small_source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small graph, for reading only."""
    folder = tmp_path_factory.mktemp("small") / "graph"
    kg.build(small_source, folder, model="rules")
    return folder


@pytest.fixture(scope="session")
def small_graph(small_folder: Path) -> kg.Graph:
    """The small graph, for reading only."""
    return kg.open(small_folder)


@pytest.fixture(scope="session")
def example_graph(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    """The graph of the shipped example, by the default model, for reading only."""
    folder = tmp_path_factory.mktemp("example") / "kg-demo" / "graph"
    kg.build(Path(__file__).parent.parent / "examples" / "landmark-papers.txt", folder)
    return kg.open(folder)


@pytest.fixture(scope="session")
def four_papers(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    """The graph of `examples/four-papers.jsonl`, in a folder `graph` beside the examples, as in a checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    examples = Path(__file__).parent.parent / "examples"
    (folder / "examples").symlink_to(examples)
    return kg.build(examples / "four-papers.jsonl", folder / "graph", model="rules")


@pytest.fixture
def own_folder(small_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small graph's folder that the test may change; without the indexes that others have made of it."""
    return Path(shutil.copytree(small_folder, tmp_path / "own", ignore=shutil.ignore_patterns("indexes")))


@pytest.fixture
def run_kg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`run_kg("stats", folder)` runs the command in this process."""
    return Command(monkeypatch, capsys)
