"""A graph whose every text is full of what has a meaning in Cypher, CSV or a shell."""

from kg.graph import Graph, open_graph
from kg.records import Claim, Entity, MergeStep, Paper, Result
from kg.store import GraphStore
from kg.tables import TABLES, to_table

NAMES = (
    "it's",
    'say "hi"',
    '""',
    "back\\slash",
    "ends in \\",
    "\\' OR 1=1 //",
    "\\u0027}) DETACH DELETE n //",
    "$rows $snapshot ${HOME} $(id) `id`",
    "`) DETACH DELETE n //",
    "semi;colon; :exit",
    ":begin",
    "comma,tab\tand|pipe",
    "two\nlines\r\nand a third\r",
    "emoji 😀 👩‍🔬 ünï",
    "unit\x1fseparator",
    "nul\x00 bell\x07 del\x7f",
    "line\u2028separator\u2029 \x85 \ufeff",
    "/* comment */ // -- #",
    " blanks around ",
    "null",
    "NaN",
    "=1+1",
)


def hostile_graph(folder) -> Graph:
    """The graph, written under a folder without the readers, which would clean the text."""
    text = "\n".join(NAMES)
    paper = Paper(
        id='paper/x\' OR "1"="1\\',
        title=text.replace("\n", " "),
        abstract=text,
        published="2020-02",
        published_precision="month",
        authors=NAMES,
        author_count=len(NAMES),
        categories=(),
    )
    entities = [
        Entity(
            id=f"method/{name}",
            type="Method",
            label=name,
            aliases=NAMES[: number % 3],
            first_seen="2020-02",
            last_seen="2020-02",
            paper_count=1,
            mention_count=1,
            merges=(MergeStep(name, "exact", NAMES[0]),),
        )
        for number, name in enumerate(sorted(NAMES))
    ]
    task = Entity("task/;", "Task", ";", (), None, None, 1, 1)
    claims = [
        Claim(subject, predicate, target, paper.id, "abstract", 0, len(text), 0.5, "test")
        for entity in entities
        for subject, predicate, target in ((paper.id, "uses", entity.id), (entity.id, "usedFor", task.id))
    ]
    result = Result(
        id="result/'",
        paper=paper.id,
        method=entities[0].id,
        task=task.id,
        dataset=None,
        metric=None,
        value="1e-05",
        unit=NAMES[1],
        bound="exact",
        kind="absolute",
        section="abstract",
        quote_start=0,
        quote_end=len(text),
        quote=text,
        score=0.1 + 0.2,
    )
    records: dict[str, list[object]] = {
        "papers": [paper],
        "entities": [*entities, task],
        "claims": sorted(claims, key=lambda c: (c.subject, c.predicate, c.object)),
        "results": [result],
    }
    tables = {name: to_table(name, records.get(name, [])) for name in TABLES}
    (folder / "tables").mkdir(parents=True)
    GraphStore(folder).commit(tables, ontology="test", model="none", fingerprint="none")
    return open_graph(folder)
