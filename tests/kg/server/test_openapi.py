"""The description that the server gives of itself is kept, whatever is sent (schemathesis: https://schemathesis.io)."""

import json

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.routing import Route

from kg.server.app import OPENAPI, make_app
from kg.server.options import ServerOptions

DESCRIPTION = json.loads(OPENAPI.read_text(encoding="utf-8"))
# A string is described, but only queries are answered; a GET without one is answered whatever else it names.
# 503 and 504 are answers that are described.
EXCLUDED = [positive_data_acceptance, negative_data_rejection, not_a_server_error]
schema = schemathesis.openapi.from_dict(DESCRIPTION)


@schemathesis.serializer("application/sparql-query")
def sparql_query(_, value):
    """Whatever was made up, as the body of a direct POST."""
    return str(value).encode("utf-8", "surrogatepass")


@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_any_request_is_answered_as_described(case, server):
    case.call_and_validate(base_url=server.address.rstrip("/"), excluded_checks=EXCLUDED)


def test_every_address_is_described(small_folder):
    app = make_app(small_folder, ServerOptions(), lambda _: ("", ""))
    assert {route.path for route in app.routes if isinstance(route, Route)} == set(DESCRIPTION["paths"])


def test_server_gives_its_description(server):
    assert json.loads(server.ask(target="/openapi.json").body) == DESCRIPTION
