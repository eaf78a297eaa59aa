"""The routes: the explorer at `/`, SPARQL 1.1 Protocol at `/sparql`, the query page at `/query` and what it reads."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import IO, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.cookbook import load_cookbook
from kg.errors import KgError, StaleIndexError
from kg.rdf import PREFIXES
from kg.server.dataset import ServedGraph
from kg.server.description import Description
from kg.server.explorer import ExplorerPage, MakePage
from kg.server.guard import Guard
from kg.server.negotiation import ROW_TYPES, TRIPLE_TYPES, choose
from kg.server.options import ServerOptions
from kg.server.protocol import QueryRequest, read_query, status_of
from kg.server.workers import Answer, BusyError, WorkerPool
from kg.sparql.job import QueryJob

STATIC: Final = Path(__file__).with_name("static")
OPENAPI: Final = Path(__file__).with_name("openapi.json")
# Header of an answer that the server's --max-rows cut; its value is that number.
CUT_HEADER: Final = "Paperkg-Cut-After"
# Bytes of an answer on disk, of which several wait at a time: --max-rows bounds the rows, this their width.
_MAX_ANSWER: Final = 500_000_000
_CHUNK: Final = 65_536
# Seconds after which a client may ask a busy server again.
_RETRY_AFTER: Final = "5"


def make_app(path: Path, options: ServerOptions, explorer: MakePage) -> Starlette:
    """The ASGI application that serves the graph in a directory; `explorer` makes its page."""
    pool = WorkerPool(options.workers)
    endpoint = _Endpoint(ServedGraph(path, pool), options)
    routes = [
        Route("/", _explorer),
        Route("/query", _query_page),
        Route("/sparql", endpoint.handle, methods=["GET", "POST"]),
        Route("/examples.json", _examples),
        Route("/prefixes.json", _prefixes),
        Route("/openapi.json", _openapi),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    middleware = [Middleware(Guard, host=options.host, token=options.token, cors=options.cors)]
    if options.cors is not None:
        shared = Middleware(
            CORSMiddleware,
            allow_origins=[options.cors],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=[CUT_HEADER],
        )
        middleware.insert(0, shared)
    handlers: dict[Any, Any] = {HTTPException: _http_error, KgError: _kg_error}
    app = Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)
    app.state.pool = pool
    app.state.explorer = ExplorerPage(path, explorer)
    return app


class _Endpoint:
    """The query operation of the protocol, and the service description."""

    def __init__(self, graph: ServedGraph, options: ServerOptions) -> None:
        self.graph = graph
        self.options = options
        self.description = Description(graph, options.timeout)

    async def handle(self, request: Request) -> Response:
        """Answer a query, or describe the service to who asks nothing."""
        asked = await read_query(request)
        if asked.query is None:
            return await self._describe(request)
        accept = ",".join(request.headers.getlist("accept")) or None
        row_type, triple_type = choose(accept, ROW_TYPES), choose(accept, TRIPLE_TYPES)
        if row_type is None and triple_type is None:
            raise _not_acceptable(*ROW_TYPES, *TRIPLE_TYPES)
        job = self._job(asked, row_type and ROW_TYPES[row_type], triple_type and TRIPLE_TYPES[triple_type])
        answer = await _while_connected(request, self.graph.answer(job))
        media = triple_type if answer.verdict.kind == "triples" else row_type
        return _respond(answer, media or "", self.options.max_rows)

    def _job(self, asked: QueryRequest, rows: str | None, triples: str | None) -> QueryJob:
        return QueryJob(
            asked.query or "",
            rows=rows,
            triples=triples,
            limit=self.options.max_rows,
            size=_MAX_ANSWER,
            memory=self.options.memory,
            timeout=self.options.timeout,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )

    async def _describe(self, request: Request) -> Response:
        media = choose(request.headers.get("accept"), TRIPLE_TYPES)
        if media is None:
            raise _not_acceptable(*TRIPLE_TYPES)
        endpoint = str(request.url.replace(query="", fragment=""))
        data = await self.description.write(endpoint, TRIPLE_TYPES[media])
        return Response(data, media_type=media, headers={"Vary": "Accept", "Cache-Control": "no-cache"})


def _respond(answer: Answer, media: str, max_rows: int) -> Response:
    size = answer.file.seek(0, 2)
    answer.file.seek(0)
    headers = {"Content-Length": str(size), "Vary": "Accept", "Cache-Control": "no-cache"}
    if answer.verdict.cut:
        headers[CUT_HEADER] = str(max_rows)
    return StreamingResponse(_chunks(answer.file), media_type=media, headers=headers)


async def _chunks(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


async def _while_connected(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The outcome of the work, which ends when the client goes away."""
    task = asyncio.create_task(work)
    gone = asyncio.create_task(_disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            # Nobody receives it; 499 is what logs of web servers say for it.
            raise HTTPException(499, "the client went away")
        return task.result()
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _explorer(request: Request) -> Response:
    html, policy = await request.app.state.explorer.page()
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    return HTMLResponse(html, headers=headers)


async def _query_page(_: Request) -> Response:
    return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


async def _examples(_: Request) -> Response:
    return JSONResponse([{"title": q.title, "question": q.question, "sparql": q.sparql} for q in load_cookbook()])


async def _prefixes(_: Request) -> Response:
    return JSONResponse(dict(PREFIXES))


async def _openapi(_: Request) -> Response:
    return FileResponse(OPENAPI, media_type="application/json", headers={"Cache-Control": "no-cache"})


def _not_acceptable(*types: str) -> HTTPException:
    return HTTPException(406, f"none of the accepted media types is offered; there are {', '.join(sorted({*types}))}")


async def _http_error(_: Request, error: HTTPException) -> Response:
    return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)


async def _kg_error(_: Request, error: KgError) -> Response:
    if isinstance(error, BusyError | StaleIndexError):
        return PlainTextResponse(f"{error}\n", 503, {"Retry-After": _RETRY_AFTER})
    return PlainTextResponse(f"{error}\n", status_of(error))
