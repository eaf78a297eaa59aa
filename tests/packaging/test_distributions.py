"""The wheel and the sdist have what they should, and nothing else on the top level."""

import subprocess
import sys
import tarfile
import tomllib
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = ("kg", "ontology", "extractors", "exports")
INFO = f"paperkg-{kg.__version__}.dist-info"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with the wheel and the sdist, built by the backend itself, which needs no network."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built):
    """The names of the files in the wheel."""
    (path,) = built.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def sdist(built):
    """The names of the files in the sdist, from its own top level."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def test_the_wheel_installs_four_packages_and_no_more(wheel):
    assert {name.split("/")[0] for name in wheel} == {*PACKAGES, INFO}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_that_it_is_typed(wheel, package):
    assert f"{package}/py.typed" in wheel


@pytest.mark.parametrize(
    "name",
    [
        "extractors/models/accurate/model.onnx",
        "extractors/models/fast/model.onnx",
        "extractors/models/roles/weights.npz",
        "extractors/models/relations/weights.npz",
        "extractors/models/results/trees.npz",
        "extractors/data/cues.toml",
        "exports/explorer/static/page.html",
        "exports/explorer/static/explorer.js",
        "exports/templates/pyvis_page.html",
        "kg/examples/landmark-papers.txt",
        "kg/cookbook/questions.toml",
        "kg/data/metric_directions.toml",
        "ontology/paperkg.ttl",
        "ontology/shapes.ttl",
        "ontology/context.jsonld",
    ],
)
def test_the_wheel_has_the_data_that_the_program_reads(wheel, name):
    assert name in wheel


def test_the_wheel_has_every_tracked_file_of_the_packages_but_sources_of_pages(wheel):
    kept = {
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not {"__pycache__", "node_modules", "web"} & set(path.relative_to(ROOT).parts)
    }
    assert kept <= wheel


def test_the_wheel_has_no_remains_of_builds_or_tests(wheel, sdist):
    assert not [name for name in wheel | sdist if "__pycache__" in name or "node_modules" in name]
    assert not [name for name in wheel if name.startswith("exports/explorer/web")]


def test_the_wheel_has_the_command_and_the_spacy_component(built):
    (path,) = built.glob("*.whl")
    parser = ConfigParser()
    with zipfile.ZipFile(path) as archive:
        parser.read_string(archive.read(f"{INFO}/entry_points.txt").decode())
    assert parser["console_scripts"]["kg"] == "kg.cli:main"
    assert parser["spacy_factories"]["paperkg"] == "extractors.spacy_component:make_paperkg"


@pytest.mark.parametrize(
    "name",
    ["pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CITATION.cff", "mkdocs.yml", "docs/index.md",
     "tests/conftest.py", "examples/landmark-papers.txt", "kg/__init__.py", "extractors/models/fast/model.onnx"],
)  # fmt: skip
def test_the_sdist_has_what_building_testing_and_reading_need(sdist, name):
    assert name in sdist


def test_one_version_everywhere():
    assert PROJECT["version"] == kg.__version__
    assert f"\nversion: {kg.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{kg.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_extra_is_documented():
    text = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert all(f"\n| `{extra}` |" in text for extra in PROJECT["optional-dependencies"])
