"""Files named by a digest of their bytes, so that damage is found which the format itself does not notice, and a digest
of code by which it is known what was made by other code.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Final

# 64 bits in hexadecimal: no accident of a disk or a copy leaves them as they were.
_LENGTH: Final = 16
DIGEST: Final = f"[0-9a-f]{{{_LENGTH}}}"


def digest_of(path: Path) -> str:
    """The digest of a file's bytes, 1.7 GB a second on one core with SHA instructions."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_LENGTH]


@lru_cache(maxsize=8)
def digest_of_code(*packages: ModuleType) -> str:
    """A digest of the modules of packages, of the files in their `data`, and of Python's tables of Unicode.

    Packages inside them are left out.
    """
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for package in packages:
        folder = Path(str(package.__file__)).parent
        for path in sorted([*folder.glob("*.py"), *folder.glob("data/*.*")]):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:_LENGTH]


def is_as_written(path: Path, name: re.Pattern[str]) -> bool:
    """Whether a file's bytes have the digest that is the first group of `name`, the form of such file names.

    Of a folder, or of a file named otherwise, it cannot be told: True.

    Raises:
        OSError: the file is gone or cannot be read.
    """
    named = name.fullmatch(path.name)
    return named is None or path.is_dir() or digest_of(path) == named[1]
