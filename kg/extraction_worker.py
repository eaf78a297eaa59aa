"""The child process of extraction: `python -m kg.extraction_worker FOLDER MODEL`.

Reads one task a line from standard input, a JSON list of [key, title, abstract], and writes its part into the folder.
Replies are JSON objects, one a line: `{"done": n}` while it goes on, at last `{"written": true}`, or
`{"disk": [errno, text]}` or `{"model": text}` if it cannot.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from extractors.errors import ExtractorError
from kg.extraction import extract_part

# Processes share the cores; several threads in each would only wait for each other.
_THREADS = 1


def main(folder: Path, model: str) -> int:
    """Extract tasks until standard input ends."""
    # Ctrl-C reaches every process of the terminal; the parent decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Whatever a library prints must not pass for a reply.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def reply(**message: Any) -> None:
        print(json.dumps(message), file=replies, flush=True)

    for line in sys.stdin.buffer:
        try:
            extract_part(folder, json.loads(line), model, _THREADS, lambda count: reply(done=count))
            reply(written=True)
        except ExtractorError as error:
            reply(model=str(error))
        except OSError as error:
            reply(disk=[error.errno, error.strerror or str(error)])
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
