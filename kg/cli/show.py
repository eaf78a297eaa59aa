"""`kg show`: a card of one entity or paper."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.compare import print_results
from kg.cli.console import GRAPH_ARGUMENT, JSON_OPTION, print_json, print_line, print_table
from kg.wording import counted

if TYPE_CHECKING:
    from kg.cards import EntityCard, PaperCard
    from kg.graph import Graph

_BARS: Final = "▁▂▃▄▅▆▇█"
_WIDTH: Final = 12


@click.command()
@GRAPH_ARGUMENT
@click.argument("name")
@click.option(
    "--limit", default=8, show_default=True, type=click.IntRange(0), help="Claims and results shown; JSON has all."
)
@JSON_OPTION
@click.option("--quiet", "-q", is_flag=True, help="Leave the sentences out.")
def show(graph: Path, name: str, limit: int, as_json: bool, quiet: bool) -> None:
    """What a graph knows of an entity (by name, alias or id) or of a paper (by id or title), with sentences.

    \b
    Example:
      kg show graph/ transformer
      kg show graph/ arxiv/1706.03762
    """
    from kg.cards import EntityCard
    from kg.graph import open_graph

    opened = open_graph(graph)
    card = opened.card(name)
    if as_json:
        print_json(card)
    elif isinstance(card, EntityCard):
        _print_entity(opened, card, limit, quiet)
    else:
        _print_paper(card, limit, quiet)


def sparkline(counts: Sequence[int]) -> str:
    """Counts as bars of eight heights, the highest for the largest; a dot is none.

    >>> sparkline([1, 0, 4, 8])
    '▁·▄█'
    """
    most = max(counts, default=0)
    return "".join(_BARS[(count * len(_BARS) - 1) // most] if count else "·" for count in counts)


def _field(name: str, value: str | None) -> None:
    if value:
        print_line(f"{name:<{_WIDTH}}{value}")


def _print_entity(graph: "Graph", card: "EntityCard", limit: int, quiet: bool) -> None:
    entity = card.entity
    print_line(f"{entity.label}  ({entity.type})", style="bold")
    _field("id", entity.id)
    reasons = {step.name: f"{step.name} ({step.step} of {step.into})" for step in entity.merges}
    _field("also called", ", ".join(reasons.get(alias, alias) for alias in entity.aliases))
    _field("broader", ", ".join(graph.find_entity(name).label for name in entity.broader))
    dates = f", {entity.first_seen} to {entity.last_seen}" if entity.first_seen else ""
    _field("papers", f"{entity.paper_count:,}, named {entity.mention_count:,} times{dates}")
    if card.timeline:
        years = list(card.timeline)
        _field("by year", f"{years[0]} {sparkline(list(card.timeline.values()))} {years[-1]}")
    _field("roles", ", ".join(f"{role} {count:,}" for role, count in card.roles.items()))
    for number, near in enumerate(card.neighbours[:limit]):
        if number == 0:
            print_line(f"\nclaims ({len(card.neighbours):,})", style="bold")
        ends = (entity.label, near.label) if near.direction == "out" else (near.label, entity.label)
        print_line(f"{ends[0]} {near.predicate} {ends[1]}  [{counted(near.support, 'paper')}, {near.confidence:.2f}]")
        if not quiet:
            print_line(near.sentence, style="dim", indent=4)
    if limit and card.results:
        print_line(f"\nresults ({len(card.results):,})", style="bold")
        print_results(card.results[:limit], {})


def _print_paper(card: "PaperCard", limit: int, quiet: bool) -> None:
    paper = card.paper
    print_line(paper.title, style="bold")
    _field("id", paper.id)
    _field("published", paper.published)
    _field("authors", ", ".join(paper.authors) or (f"{paper.author_count:,}" if paper.author_count else None))
    _field("url", paper.url)
    _field("categories", ", ".join(paper.categories))
    if card.entities:
        print_line("")
        print_table(
            ("role", "entity", "type", "score"), [(e.role, e.label, e.type, f"{e.score:.2f}") for e in card.entities]
        )
    for number, claim in enumerate(card.claims[:limit]):
        if number == 0:
            print_line(f"\nclaims ({len(card.claims):,})", style="bold")
        print_line(f"{claim.subject} {claim.predicate} {claim.object}  [{claim.score:.2f}]")
        if not quiet:
            print_line(claim.sentence, style="dim", indent=4)
    if limit and card.results:
        print_line(f"\nresults ({len(card.results):,})", style="bold")
        print_results(card.results[:limit], {})
