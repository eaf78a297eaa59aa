"""Whether the packages of this distribution are those that Python imports: their names are words others use, too."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from kg.errors import InstallationError

#: The top-level packages beside this one.
BESIDE: Final = ("ontology", "extractors", "exports")


def check_packages() -> None:
    """See that the packages beside `kg` are found beside it; importing them would be slow, and finding is not.

    Raises:
        InstallationError: another package of the name comes first on the path, or one is missing.
    """
    home = Path(__file__).parent.parent
    for name in BESIDE:
        spec = find_spec(name)
        if spec is None or spec.origin is None or Path(spec.origin).parent.parent.resolve() != home.resolve():
            place = "none" if spec is None else spec.origin or next(iter(spec.submodule_search_locations or ()), "one")
            raise InstallationError(
                f"paperkg's package {name!r} should be in {home}, but Python finds {place}; rename that or start "
                "elsewhere, or install paperkg in an environment of its own (docs/install.md)"
            )
