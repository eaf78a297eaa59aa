"""What the pages of one file share: their templates, and the policy that names their scripts by hash."""

import base64
import hashlib
from pathlib import Path

import jinja2


def template(folder: Path, name: str) -> jinja2.Template:
    """A template that escapes every text, and fails over a name that it is not given."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template(name)


def source_hash(text: str) -> str:
    """A script or style as a Content-Security-Policy admits it (https://www.w3.org/TR/CSP3/)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
