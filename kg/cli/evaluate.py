"""`kg evaluate`: how well the extractors do on annotated papers."""

from pathlib import Path
from typing import Any

import click

from kg.cli.console import JSON_OPTION, QUIET_OPTION, print_json, print_table

_SHOWN_ERRORS = 20


@click.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--model", default=None, help="accurate, fast, rules, a folder, or a .toml file.")
@click.option(
    "--errors", default=_SHOWN_ERRORS, show_default=True, type=click.IntRange(0), help="Frequent errors shown."
)
@JSON_OPTION
@QUIET_OPTION
def evaluate(gold: Path, model: str | None, errors: int, as_json: bool, quiet: bool) -> None:
    """Precision, recall and F1 by type, role, relation and result on annotated JSON Lines.

    \b
    Example:
      kg evaluate annotated.jsonl --model fast
    """
    from extractors.pipeline import DEFAULT_MODEL
    from kg.errors import SourceError
    from kg.evaluation import evaluate as score
    from kg.evaluation import read_gold
    from kg.evaluation.scores import Evaluation, Score, total

    papers, rejects = read_gold(gold)
    for reject in rejects:
        click.echo(f"rejected: {reject}", err=True)
    if not papers:
        raise SourceError(f"{gold}: no annotated paper could be read")
    out: Evaluation = score(papers, model or DEFAULT_MODEL)

    def row(measure: str, name: str, s: Score) -> tuple[Any, ...]:
        return measure, name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.found, s.predicted, s.gold

    rows = []
    for measure, scores in (
        ("entities strict", out.strict),
        ("entities lenient", out.lenient),
        ("mentions", out.mentions),
    ):
        rows += [row(measure, name, s) for name, s in scores.items()] + [row(measure, "all", total(scores))]
    rows += [row("results", "all", out.results), row("relations", "all", out.relations)]
    if as_json:
        keys = ("measure", "type", "precision", "recall", "f1", "found", "predicted", "gold")
        shares = {"roles": round(out.roles.recall, 3), "introduced": round(out.introduced.recall, 3)}
        print_json({"papers": out.papers, **shares, "scores": [dict(zip(keys, r, strict=True)) for r in rows]})
        return
    print_table(("measure", "type", "P", "R", "F1", "found", "predicted", "gold"), rows)
    click.echo(
        f"\nroles right {out.roles.recall:.3f} of {out.roles.gold}; introduced entities found and linked "
        f"{out.introduced.recall:.3f} of {out.introduced.gold}\n"
    )
    if quiet:
        return
    names = sorted({name for pair in out.confusion for name in pair})
    print_table(
        ("span: gold \\ found", *names), [(g, *(out.confusion[g, p] for p in names)) for g in names], "confusion"
    )
    click.echo()
    frequent = sorted(out.errors.items(), key=lambda item: (-item[1], item[0]))[:errors]
    print_table(
        ("times", "text", "gold", "found", "first sentence"),
        [
            (count, text, truth, found, out.examples[text, truth, found][:100])
            for (text, truth, found), count in frequent
        ],
        "most frequent errors",
    )
