"""What one calls first from Python: build a graph and have it, read one text."""

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractors.findings import Findings, read
from extractors.pipeline import DEFAULT_MODEL
from kg.builder import build as build_graph
from kg.engines import LOCAL, is_address
from kg.errors import EngineError
from kg.extraction import Progress
from kg.graph import Graph
from kg.resolution import Curation
from kg.sources import AUTO


def build(
    sources: str | Path | Sequence[str | Path],
    output: str | Path | None = None,
    *,
    format: str = AUTO,
    model: str | None = None,
    page_year: int | None = None,
    columns: Mapping[str, str] | None = None,
    curation: Curation | None = None,
    strict: bool = False,
    fresh: bool = False,
    replace: bool = False,
    jobs: int | None = None,
    engine: str = LOCAL,
    master: str | None = None,
    progress: Progress | None = None,
) -> Graph:
    """Add the papers of files or folders to the graph at `output`, and open it.

    Without `output` the graph is in a temporary directory, which is removed when the graph is no longer used.
    The arguments are those of `kg.builder.build`, whose report is the graph's `report`.

    >>> g = kg.build("examples/four-papers.jsonl", model="rules")
    >>> g.report.papers
    4

    Raises:
        SourceError: a path is missing, or no paper could be read at all.
        RejectedInputError: `strict`, and something was rejected.
        StoreError: the output cannot hold a graph, or another build holds it.
        WorkerError: a process that extracts died; what has been extracted is kept.
        EngineError: as `kg.builder.build`.
    """
    if output is not None and is_address(str(output)):
        raise EngineError(f"{output}: a graph is opened from a path; build it with `kg.builder.build`, then copy it")
    folder = Path(tempfile.mkdtemp(prefix="paperkg-")) if output is None else Path(output)
    try:
        report = build_graph(
            sources,
            folder,
            format=format,
            model=model,
            page_year=page_year,
            columns=columns,
            curation=curation,
            strict=strict,
            fresh=fresh,
            replace=replace,
            jobs=jobs,
            engine=engine,
            master=master,
            progress=progress,
        )
        graph = Graph(folder, report)
    except BaseException:
        if output is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if output is None:
        weakref.finalize(graph, shutil.rmtree, folder, ignore_errors=True)
    return graph


def extract(text: str, abstract: str | None = None, *, model: str = DEFAULT_MODEL) -> Findings:
    """What one text says: its mentions, entities, results and relations, without a graph.

    With two arguments they are title and abstract. One text is an abstract, unless its first paragraph can be a title
    (see `extractors.findings.split_text`).

    >>> found = kg.extract("We train ResNet on ImageNet. ResNet reaches 76.1% accuracy.", model="rules")
    >>> [(entity.name, entity.type) for entity in found.entities]
    [('ResNet', 'Method'), ('ImageNet', 'Dataset'), ('accuracy', 'Metric')]

    Raises:
        ModelError: the model is unknown or damaged.
    """
    return read(text, abstract, model)
