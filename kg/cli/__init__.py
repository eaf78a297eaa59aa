"""The `kg` command: thin functions that parse, call the library, and print."""

from kg.cli.app import main

__all__ = ["main"]
