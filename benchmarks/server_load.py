"""`kg serve` under many clients at once: what they get, how long it takes, and what the server looks like after it.

    PYTHONPATH=. python benchmarks/server_load.py graph/ --clients 200 --seconds 60

Each client asks the questions of the cookbook in turn, from a place of its own, each on a new connection; one request
in twenty is hostile. A client that gets 503 waits as long as Retry-After says, up to the end. `unclean` counts what
must not be: a good question whose answer is neither 200 nor 503 with Retry-After, a hostile one that is answered as
if it were none, or a connection that breaks. Memory is that of the server's own process (Linux), without the queries'
processes, which have a limit of their own.
"""

import argparse
import http.client
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from processes import children, resident

from kg.cookbook import load_cookbook

_ONE_IN = 20
_QUERY = {"Content-Type": "application/sparql-query"}
_CROSS = "SELECT {} {{ " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(8)) + " }}"


@dataclass(frozen=True, slots=True)
class Request:
    """One request and the statuses that are right for it."""

    method: str
    target: str
    body: str | None
    right: frozenset[int]
    hostile: bool = False


@dataclass(slots=True)
class Tally:
    """What the clients met; one for all, written under its lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    statuses: Counter[tuple[bool, int]] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    unclean: Counter[str] = field(default_factory=Counter)


def main() -> None:
    """Serve, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    command = [sys.executable, "-c", "from kg.cli import main; main()", "serve", str(options.graph), "--port", "0"]
    server = subprocess.Popen(
        [*command, "--workers", str(options.workers), "--timeout", "20"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = int(server.stdout.readline().partition("http://")[2].partition("/")[0].rpartition(":")[2])
    good, hostile, tally = questions(), attacks(), Tally()
    before = resident(server.pid)
    end = time.monotonic() + options.seconds
    clients = [
        threading.Thread(target=client, args=(number, port, good, hostile, end, tally))
        for number in range(options.clients)
    ]
    for thread in clients:
        thread.start()
    memory = [before]
    while time.monotonic() < end:
        time.sleep(options.seconds / 6)
        memory.append(resident(server.pid))
    for thread in clients:
        thread.join()
    time.sleep(1)
    left = len(children(server.pid))
    began = time.monotonic()
    server.send_signal(signal.SIGINT)
    code = server.wait(30)
    report(tally, options.seconds)
    print("server, MB:  ", "  ".join(f"{size / 2**20:.0f}" for size in memory))
    print(f"processes left: {left}; shutdown: code {code} after {time.monotonic() - began:.1f} s")


def questions() -> list[Request]:
    """The cookbook, by GET and by POST in turn."""
    asked = []
    for number, recipe in enumerate(r for r in load_cookbook() if r.sparql):
        target, body = (
            ("/sparql", recipe.sparql) if number % 2 else (f"/sparql?{urlencode({'query': recipe.sparql})}", None)
        )
        asked.append(Request("POST" if body else "GET", target, body, frozenset({200})))
    return asked


def attacks() -> list[Request]:
    """What the careless and the hostile send."""

    def posted(body: str, *right: int) -> Request:
        return Request("POST", "/sparql", body, frozenset(right), hostile=True)

    return [
        posted("DELETE WHERE { ?s ?p ?o }", 400, 403),
        posted("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
        posted("SELECT * {", 400),
        posted(_CROSS.format("*") + " ORDER BY ?c7", 500, 504),
        posted(_CROSS.format("(COUNT(*) AS ?n)"), 500, 504),
        posted("#" * 3_000_000, 413),
        Request("GET", "/sparql?query=%zz", None, frozenset({400}), hostile=True),
        Request("GET", "/static/..%2f..%2fmanifest.json", None, frozenset({404}), hostile=True),
        Request("DELETE", "/sparql", None, frozenset({405}), hostile=True),
    ]


def client(number: int, port: int, good: list[Request], hostile: list[Request], end: float, tally: Tally) -> None:
    """Ask until the end."""
    turn = number
    while time.monotonic() < end:
        turn += 1
        request = hostile[turn // _ONE_IN % len(hostile)] if turn % _ONE_IN == 0 else good[turn % len(good)]
        began = time.monotonic()
        try:
            status, patience = ask(port, request)
        except (OSError, http.client.HTTPException) as error:
            # A server that has refused a body may close on what is still being sent.
            status, patience = (413, None) if 413 in request.right else (0, None)
            fault = "" if status else type(error).__name__
        else:
            busy = status == 503 and patience is not None
            fault = "" if status in request.right or busy else f"{status} for {request.body or request.target}"[:80]
        with tally.lock:
            tally.statuses[request.hostile, status] += 1
            if status == 200:
                tally.seconds.append(time.monotonic() - began)
            if fault:
                tally.unclean[fault] += 1
        if patience is not None:
            time.sleep(min(patience, max(0.0, end - time.monotonic())))


def ask(port: int, request: Request) -> tuple[int, float | None]:
    """The status, and the seconds of Retry-After."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        body = request.body.encode() if request.body else None
        connection.request(request.method, request.target, body, _QUERY if body else {})
        answer = connection.getresponse()
        answer.read()
        patience = answer.getheader("Retry-After")
        return answer.status, float(patience) if patience else None
    finally:
        connection.close()


def report(tally: Tally, seconds: float) -> None:
    """The table."""
    print(f"{'asked':>9}{'status':>8}{'times':>8}")
    for (hostile, status), times in sorted(tally.statuses.items()):
        print(f"{'hostile' if hostile else 'good':>9}{status:>8}{times:>8,}")
    ordered = sorted(tally.seconds)
    if ordered:
        p50, p95 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.95))
        print(f"answered: {len(ordered) / seconds:.1f}/s; p50 {p50:.2f} s, p95 {p95:.2f} s, most {ordered[-1]:.2f} s")
    print(
        f"unclean: {tally.unclean.total()}", *(f"{n} x {what}" for what, n in tally.unclean.most_common(10)), sep="\n  "
    )


if __name__ == "__main__":
    main()
