"""Questions with their queries that the page offers."""

from importlib import import_module, util


def load_examples() -> list[dict[str, str]]:
    """The cookbook's questions as `title`, `question`, `sparql`; empty without a cookbook."""
    if util.find_spec("kg.cookbook") is None:
        return []
    recipes = import_module("kg.cookbook").load_cookbook()
    return [{"title": r.title, "question": r.question, "sparql": r.sparql} for r in recipes if r.sparql]
