"""A package of another one that has the name of ours is noticed at the start, and named."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.packages import BESIDE, check_packages

ROOT = Path(__file__).parents[2]


def start(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code where the packages of a folder come before ours."""
    path = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT)!r}]; "
    return subprocess.run([sys.executable, "-c", path + code], capture_output=True, text=True, check=False)


@pytest.fixture
def foreign(tmp_path, request):
    (tmp_path / request.param).mkdir()
    (tmp_path / request.param / "__init__.py").touch()
    return tmp_path, request.param


def test_our_packages_are_found_beside_each_other():
    check_packages()


@pytest.mark.parametrize("foreign", BESIDE, indirect=True)
def test_the_command_stops_with_a_sentence_that_names_the_other_package(foreign):
    folder, name = foreign
    done = start(folder, "sys.argv = ['kg', '--version']; from kg.cli import main; main()")
    assert (done.returncode, done.stdout) == (1, "")
    assert str(folder / name) in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("foreign", ["exports"], indirect=True)
def test_python_gets_an_error_of_ours(foreign):
    folder, name = foreign
    code = "import kg\ntry: kg.build\nexcept kg.KgError as error: print(error)"
    assert str(folder / name) in start(folder, code).stdout


def test_a_folder_that_is_no_package_does_no_harm(tmp_path):
    (tmp_path / "exports").mkdir()
    code = "sys.argv = ['kg', '--version']; from kg.cli import main; main()"
    assert start(tmp_path, code).returncode == 0
