"""The style file of Neo4j Browser, with the colours of the ontology.

Printed by `python -m kg.neo4j.style`; `docs/neo4j-style.grass` is its output.
"""

from typing import Final

from kg.property_graph import node_tables
from ontology import load_vocabulary

_BASE: Final = """\
node {
  diameter: 50px;
  color: #A5ABB6;
  border-color: #9AA1AC;
  border-width: 2px;
  text-color-internal: #FFFFFF;
  font-size: 10px;
}

relationship {
  color: #A5ABB6;
  shaft-width: 1px;
  font-size: 8px;
  padding: 3px;
  text-color-external: #000000;
  text-color-internal: #FFFFFF;
  caption: "<type>";
}
"""
# Papers and entities are what one looks for; results hang on papers.
_DIAMETERS: Final = {"Paper": 60, "Result": 35}
_DIAMETER: Final = 50
# Where black and white text have the same contrast (WCAG 2.2, relative luminance).
_LIGHT: Final = 0.179


def style() -> str:
    """The style file: a rule a label, captions by title or label."""
    rules = [_BASE]
    for table in node_tables():
        colour = load_vocabulary().types[table.label].colour
        caption = "title" if "title" in {p.name for p in table.properties} else "label"
        rules.append(
            f"node.{table.label} {{\n"
            f"  color: {colour};\n"
            f"  border-color: {_darker(colour)};\n"
            f"  text-color-internal: {'#000000' if _luminance(colour) > _LIGHT else '#FFFFFF'};\n"
            f"  diameter: {_DIAMETERS.get(table.label, _DIAMETER)}px;\n"
            f'  caption: "{{{caption}}}";\n'
            "}\n"
        )
    return "\n".join(rules)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(channel * 0.8):02X}" for channel in _channels(colour))


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, from 0 to 1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


if __name__ == "__main__":
    print(style(), end="")  # noqa: T201 - the file goes to standard output
