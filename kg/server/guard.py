"""Who may ask: the Host and Origin of a request, its token, and the headers that keep a page from being misused."""

import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.server.options import is_loopback

_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")
# The two style elements that Yasgui's resizable columns make; the browser's log names others after an upgrade.
_STYLES: Final = (
    "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk=' 'sha256-c0O6TmFAkgpNbHxKAa1BrveWHHopjEtC47i0PzMudxg='"
)
# The page runs the scripts of this server alone and talks to this server alone.
_POLICY: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_STYLES}; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What holds nothing of the graph and is shown to whoever asks, so that a page or program can ask for the token.
_OPEN_PATHS: Final = ("/query", "/openapi.json", "/static/")


class Guard:
    """ASGI middleware that lets a request through or answers it with one sentence.

    A page of another site reaches a server on 127.0.0.1 through a name that it points there (DNS rebinding); its
    requests carry that name as Host. On addresses open to a network the token does what the Host check does here.
    """

    def __init__(self, app: ASGIApp, host: str, token: str | None, cors: str | None) -> None:
        self.app = app
        self.hosts = frozenset({*_LOCAL_NAMES, host.lower()}) if is_loopback(host) else None
        self.token = token
        self.cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if self.cors is not None:
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            await send(message)

        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        name = _hostname(hosts[0]) if len(hosts) == 1 else None
        if name is None or (self.hosts is not None and name not in self.hosts):
            return PlainTextResponse("this server answers to its own name only, not to this Host\n", 421)
        origin = headers.get("origin")
        if origin is not None and origin != self.cors and urlsplit(origin).netloc.lower() != hosts[0].lower():
            return PlainTextResponse("pages of other origins may not ask; see --cors\n", 403)
        if self.token is None or _starts(scope["path"], _OPEN_PATHS) or scope["method"] == "OPTIONS":
            return None
        scheme, _, given = headers.get("authorization", "").partition(" ")
        known = secrets.compare_digest(given.strip().encode("latin-1"), self.token.encode())
        if scheme.lower() == "bearer" and known:
            return None
        challenge = {"WWW-Authenticate": 'Bearer realm="paperkg"'}
        return PlainTextResponse("send the token as `Authorization: Bearer TOKEN`\n", 401, challenge)


def _starts(path: str, allowed: Iterable[str]) -> bool:
    return any(path == prefix or (prefix.endswith("/") and path.startswith(prefix)) for prefix in allowed)


def _hostname(host: str) -> str | None:
    """The name of a Host header without its port, or None if it is malformed."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
