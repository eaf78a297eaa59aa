"""The command `kg` as the program of `spark-submit`, which then says what the cluster is and how much of it to take.

spark-submit --master yarn --driver-memory 16g submit.py build papers/ -o /nfs/graph --engine spark
"""

import sys
from pathlib import Path


def main() -> None:
    """Run the command, whose modules are not those beside this file."""
    here = Path(__file__).resolve().parent
    sys.path[:] = [place for place in sys.path if Path(place).resolve() != here]
    from kg.cli import main as command

    command()


if __name__ == "__main__":
    main()
