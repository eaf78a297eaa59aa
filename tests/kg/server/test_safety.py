"""What an endpoint is sent by the careless and the hostile: each gets its status and a sentence, and it lives on."""

import contextlib
import shutil
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

import kg
from tests.kg.server.serving import DIRECT, FORM, serving
from tests.kg.server.test_protocol import COUNT, EVERYWHERE, is_sentence, number
from tests.support import json_lines

CROSS = "SELECT {} {{ " + " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(10)) + " }}"
SLOW = CROSS.format("(COUNT(*) AS ?n)")


def until(condition, seconds=20):
    """Wait for a condition that another process brings about."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, "it did not happen"
        threading.Event().wait(0.05)
    return found


@pytest.fixture
def trap():
    """A listening socket, and whether anyone has called it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


def assert_uncalled(trap):
    with pytest.raises(BlockingIOError):
        trap.accept()


@pytest.mark.parametrize(
    "clause", ["SERVICE {}", "SERVICE SILENT {}", "service{}", "FILTER(1<2)SERVICE?g#>\n", "#\r SERVICE {}"]
)
def test_service_is_refused_and_calls_nobody(server, trap, clause):
    address = f"<http://127.0.0.1:{trap.getsockname()[1]}/>"
    query = f"SELECT * {{ VALUES ?g {{ {address} }} {clause.format(address)} {{ ?s ?p ?o }} }}"
    is_sentence(server.post(query), 403)
    assert_uncalled(trap)


@pytest.mark.parametrize("clause", ["FROM {}", "FROM NAMED {}"])
def test_graphs_from_elsewhere_are_empty_and_call_nobody(server, trap, clause):
    address = f"http://127.0.0.1:{trap.getsockname()[1]}/data.ttl"
    head, _, body = EVERYWHERE.partition("{")
    assert number(server.post(f"{head} {clause.format(f'<{address}>')} {{ {body}")) == 0
    assert number(server.get(("query", COUNT), ("default-graph-uri", address))) == 0
    assert_uncalled(trap)


@pytest.mark.parametrize("update", ["LOAD <{}>", "LOAD SILENT <{}> INTO GRAPH <a:g>"])
def test_load_is_refused_and_calls_nobody(server, trap, update):
    is_sentence(server.post(update.format(f"http://127.0.0.1:{trap.getsockname()[1]}/data.ttl")), 400)
    assert_uncalled(trap)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "file:../manifest.json"])
def test_files_are_not_read(server, address):
    reply = server.post(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}")
    assert b"root:" not in reply.body
    assert reply.status in {200, 400}


def test_cross_product_ends_in_a_sentence(server):
    reply = server.post(CROSS.format("*") + " ORDER BY ?c9")
    is_sentence(reply, 500)
    assert "memory" in reply.text


def test_slow_query_ends_in_a_sentence(small_folder):
    with serving(small_folder, "--timeout", "0.7") as server:
        reply = server.post(SLOW)
        is_sentence(reply, 504)
        assert "longer than 0.7 s" in reply.text
        assert server.children() == []


def test_query_of_five_megabytes(server):
    is_sentence(server.ask("POST", body="#" * 5_000_000, headers=DIRECT), 413)
    is_sentence(server.ask("POST", body="query=" + "a" * 2_000_000, headers=FORM), 413)


def test_body_without_an_end(server):
    chunks = b"100000\r\n" + b"#" * 0x100000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        head = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(20):
                connection.sendall(chunks)
        except (BrokenPipeError, ConnectionResetError):
            return
        assert connection.recv(12) == b"HTTP/1.1 413"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/sparql?query=%", 400),
        ("/sparql?query=%zz", 400),
        ("/sparql?query=%ff%fe", 400),
        ("/sparql?" + "&".join(["a=1"] * 2_000), 400),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/static/..%2f..%2fmanifest.json", 404),
        ("/%00", 404),
    ],
)
def test_malformed_addresses(server, target, status):
    is_sentence(server.ask(target=target), status)


@pytest.mark.parametrize("body", ["query=%", "query=%f", "query=%ff"])
def test_malformed_forms(server, body):
    is_sentence(server.ask("POST", body=body, headers=FORM), 400)


@pytest.mark.parametrize(
    ("request_", "begins"),
    [
        (b"GET /sparql HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", b"HTTP/1.1 400"),
        (b"GET /sparql?query=" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", b"HTTP/1.1 400"),
        (b"nonsense\r\n\r\n", b"HTTP/1.1 400"),
        (b"GET /sparql HTTP/1.1\r\n\r\n", b"HTTP/1.1 400"),
        (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", b"HTTP/1.1 400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", b"HTTP/1.1 4"),
    ],
)
def test_requests_that_are_no_http(server, request_, begins):
    # A server that has answered may close on what is still being sent.
    with contextlib.suppress(ConnectionResetError):
        assert server.raw(request_).startswith(begins)
    assert number(server.post(COUNT)) == 4


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1"])
def test_other_host_names_are_turned_away(server, host):
    is_sentence(server.ask(headers={"Host": host}), 421)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:80"])
def test_names_of_this_machine_are_known(server, host):
    assert server.ask(headers={"Host": host}).status == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_pages_of_other_origins_may_not_ask(server, origin):
    is_sentence(server.ask("POST", body=COUNT, headers=DIRECT | {"Origin": origin}), 403)


def test_answers_carry_no_permission_for_other_origins(server):
    reply = server.ask("POST", body=COUNT, headers=DIRECT | {"Origin": server.address.rstrip("/")})
    assert reply.status == 200
    assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("target", ["/", "/query", "/sparql", "/static/query-page.js", "/nowhere"])
def test_every_answer_has_the_headers_of_safety(server, target):
    headers = server.ask(target=target).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_two_hundred_queries_at_once(server):
    with ThreadPoolExecutor(200) as pool:
        replies = list(pool.map(lambda _: server.post(COUNT), range(200)))
    answered = [reply for reply in replies if reply.status == 200]
    refused = [reply for reply in replies if reply.status != 200]
    assert answered
    assert all(number(reply) == 4 for reply in answered)
    for reply in refused:
        is_sentence(reply, 503)
        assert int(reply.headers["retry-after"]) > 0
    assert number(server.post(COUNT)) == 4


def test_client_that_goes_away_ends_its_query(small_folder):
    with serving(small_folder, "--timeout", "300", "--workers", "1") as server:
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            target = f"/sparql?{urlencode({'query': SLOW})}".encode()
            connection.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
            (worker,) = until(server.children)
        until(lambda: not Path(f"/proc/{worker}").exists())
        assert number(server.post(COUNT)) == 4


def test_end_of_the_server_ends_its_queries_and_tells_their_clients(small_folder):
    with (
        serving(small_folder, "--timeout", "300") as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection,
    ):
        target = f"/sparql?{urlencode({'query': SLOW})}".encode()
        connection.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\n\r\n")
        (worker,) = until(server.children)
        server.process.send_signal(signal.SIGINT)
        assert connection.recv(12) == b"HTTP/1.1 503"
        assert server.process.wait(20) == 0
    assert not Path(f"/proc/{worker}").exists()


def test_rebuilt_graph_is_answered_from(own_folder, tmp_path):
    more = tmp_path / "more.jsonl"
    more.write_text(json_lines([{"title": "One More", "abstract": "On ImageNet."}]))
    with serving(own_folder) as server:
        assert number(server.post(COUNT)) == 4
        kg.build(more, own_folder, model="rules")
        with ThreadPoolExecutor(8) as pool:
            assert {number(reply) for reply in pool.map(lambda _: server.post(COUNT), range(8))} == {5}


def test_index_that_was_removed_is_made_again(own_folder):
    with serving(own_folder) as server:
        shutil.rmtree(own_folder / "indexes")
        assert number(server.post(COUNT)) == 4


def test_graph_that_is_gone(own_folder):
    with serving(own_folder) as server:
        shutil.rmtree(own_folder)
        is_sentence(server.post(COUNT), 500)


def test_token_is_asked_of_programs_and_not_of_the_page(small_folder):
    with serving(small_folder, environment={"PAPERKG_TOKEN": "secret-of-this-test"}) as server:
        reply = server.post(COUNT)
        is_sentence(reply, 401)
        assert reply.headers["www-authenticate"].startswith("Bearer")
        assert server.ask("POST", body=COUNT, headers=DIRECT | {"Authorization": "Bearer other"}).status == 401
        assert server.ask("POST", body=COUNT, headers=DIRECT | {"Authorization": "Bearer é"}).status == 401
        headers = DIRECT | {"Authorization": "Bearer secret-of-this-test"}
        assert number(server.ask("POST", body=COUNT, headers=headers)) == 4
        assert server.ask(target="/query").status == 200
        assert server.ask(target="/").status == 401
        assert server.ask(target="/prefixes.json").status == 401


def test_server_open_to_a_network_answers_to_any_name(small_folder):
    with serving(small_folder, "--host", "0.0.0.0", environment={"PAPERKG_TOKEN": "s"}) as server:
        headers = DIRECT | {"Authorization": "Bearer s", "Host": "graphs.example"}
        assert number(server.ask("POST", body=COUNT, headers=headers)) == 4


def test_one_other_origin_may_be_let_in(small_folder):
    origin = {"Origin": "https://friend.example"}
    with serving(small_folder, "--cors", "https://friend.example") as server:
        reply = server.ask("POST", body=COUNT, headers=DIRECT | origin)
        assert number(reply) == 4
        assert reply.headers["access-control-allow-origin"] == "https://friend.example"
        wish = origin | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
        assert server.ask("OPTIONS", headers=wish).status == 200
        assert server.ask("POST", body=COUNT, headers=DIRECT | {"Origin": "https://evil.example"}).status == 403
