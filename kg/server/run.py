"""Runs the application: the address it listens on, its start and its end."""

import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import ServerError
from kg.graph import open_graph
from kg.server.explorer import MakePage
from kg.server.options import ServerOptions, is_loopback
from kg.sparql.index import fresh_index

TOKEN_VARIABLE: Final = "PAPERKG_TOKEN"  # noqa: S105 - a name
# Bytes of a request's line and headers; longer queries are posted.
_MAX_HEAD: Final = 65_536
# Seconds that running queries have to end when the server is told to.
_GRACE: Final = 2


def serve(path: Path, options: ServerOptions, explorer: MakePage, ready: Callable[[str], None]) -> None:
    """Serve a graph until the process is told to end; `ready` is called with the server's address.

    `explorer` makes the page at `/`.

    Raises:
        ServerError: starlette or uvicorn is missing, the address is taken, or it is open to a network without a token.
        StoreError: there is no graph, or its index cannot be written.
    """
    try:
        import uvicorn

        from kg.server.app import make_app
    except ImportError as error:
        raise ServerError("install starlette and uvicorn to serve: pip install 'paperkg[serve]'") from error
    if not is_loopback(options.host) and options.token is None:
        raise ServerError(
            f"{options.host} is open to other machines; set the environment variable {TOKEN_VARIABLE} to a secret "
            "that clients send, or keep to 127.0.0.1"
        )
    fresh_index(open_graph(path))
    listener = _listen(options.host, options.port)
    app = make_app(path, options, explorer)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=_MAX_HEAD,
        timeout_graceful_shutdown=_GRACE,
    )
    host = f"[{options.host}]" if ":" in options.host else options.host
    ready(f"http://{host}:{listener.getsockname()[1]}/")

    class Server(uvicorn.Server):
        """Ends the queries first, so that their clients are told and nothing is left to wait for."""

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.pool.close()
            await super().shutdown(sockets)

    # Uvicorn raises the signal that ended it once more when all is done; Ctrl-C is how this command ends well.
    with listener, contextlib.suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise ServerError(f"{host}:{port} cannot be used ({error.strerror}); choose another --port") from error
    return listener
