"""A graph over HTTP: the SPARQL 1.1 Protocol, read-only, and a page to ask it from."""
