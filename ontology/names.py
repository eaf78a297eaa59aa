"""Names of terms: bare for those of this ontology, prefixed for those of other vocabularies."""


def prefixed(name: str) -> str:
    """A name with its prefix, `pkg:` for a bare one."""
    return name if ":" in name else f"pkg:{name}"


def local_name(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]
