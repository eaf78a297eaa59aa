"""The child process of the SPARQL engine: `python -m kg.sparql.worker INDEX FORMAT`, the query on standard input.

Prints the kind of the answer on a line of its own, then the answer. Exit status 3: the query is at fault.
"""

import sys

import pyoxigraph as ox

_ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdfxml": ox.RdfFormat.RDF_XML}
REFUSED = 3


def main(index: str, format: str) -> int:
    """Answer the query on standard input from an index folder."""
    from kg.rdf import PREFIXES

    query = sys.stdin.buffer.read().decode("utf-8")
    store = ox.Store.read_only(index)
    try:
        answer = store.query(query, prefixes=PREFIXES)
        if isinstance(answer, ox.QueryTriples):
            target = _TRIPLES.get(format, ox.RdfFormat.N_TRIPLES)
            kind, data = "triples", ox.serialize(answer, format=target, prefixes=PREFIXES)
        else:
            kind = "truth" if isinstance(answer, ox.QueryBoolean) else "rows"
            data = answer.serialize(format=_ROWS.get(format, ox.QueryResultsFormat.JSON))
    except (SyntaxError, ValueError, OSError) as error:
        sys.stderr.write(f"the query does not run: {error}")
        return REFUSED
    sys.stdout.buffer.write(kind.encode() + b"\n" + (data or b""))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
