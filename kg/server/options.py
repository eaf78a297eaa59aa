"""What a server is told: where to listen, who may ask, how much a query may take."""

import ipaddress
from dataclasses import dataclass

from kg.sparql.job import DEFAULT_MEMORY


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where to listen, who may ask, and the limits of a query (seconds, rows or triples, megabytes)."""

    host: str = "127.0.0.1"
    port: int = 7878
    timeout: float = 30.0
    max_rows: int = 100_000
    workers: int = 2
    memory: int = DEFAULT_MEMORY
    cors: str | None = None
    token: str | None = None


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
