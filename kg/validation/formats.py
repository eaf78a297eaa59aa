"""A validation report as text for people, as JSON, and as a SHACL validation report in Turtle."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Final

from kg.validation.report import BrokenRule, ValidationReport, Violation
from kg.wording import counted


def as_text(report: ValidationReport) -> str:
    """The broken rules, the most broken first, each with its first violations."""
    if report.conforms:
        return f"the graph conforms: {report.nodes:,} nodes, no violation\n"
    rules = report.rules
    lines = [f"{counted(report.count, 'violation')} of {counted(len(rules), 'rule')} in {report.nodes:,} nodes"]
    for rule in rules:
        lines += ["", f"{rule.shape}: {counted(rule.count, 'violation')}", f"  rule: {rule.rule}"]
        lines += [f"  {_line(violation)}" for violation in rule.violations]
        if hidden := rule.count - len(rule.violations):
            lines.append(f"  ... and {hidden:,} more")
    return "\n".join(lines) + "\n"


def as_json(report: ValidationReport) -> str:
    """The report as one JSON object: conforms, nodes, violations (their number), rules."""
    content = {
        "conforms": report.conforms,
        "nodes": report.nodes,
        "violations": report.count,
        "rules": [asdict(rule) for rule in report.rules],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def as_turtle(report: ValidationReport) -> str:
    """A sh:ValidationReport (https://www.w3.org/TR/shacl/#validation-report) of the violations that are kept."""
    prefixes = {**report.prefixes, "sh": "http://www.w3.org/ns/shacl#"}
    lines = [f"@prefix {name}: <{namespace}> .\n" for name, namespace in sorted(prefixes.items()) if name]
    lines.append(f"\n[] a sh:ValidationReport ;\n    sh:conforms {str(report.conforms).lower()}")
    lines += [f" ;\n    sh:result [\n{_result(rule, violation)}    ]" for rule, violation in _violations(report)]
    return "".join(lines) + " .\n"


FORMATS: Final[dict[str, Callable[[ValidationReport], str]]] = {
    "text": as_text,
    "json": as_json,
    "turtle": as_turtle,
}


def _violations(report: ValidationReport) -> Iterator[tuple[BrokenRule, Violation]]:
    return ((rule, violation) for rule in report.rules for violation in rule.violations)


def _result(rule: BrokenRule, violation: Violation) -> str:
    facts = {
        "a": "sh:ValidationResult",
        "sh:focusNode": violation.node if violation.node.startswith("_:") else f"<{violation.node}>",
        "sh:resultPath": _turtle_path(violation.path),
        "sh:value": violation.value,
        "sh:sourceShape": "" if rule.shape.startswith("[") else rule.shape,
        "sh:sourceConstraintComponent": f"sh:{violation.constraint}ConstraintComponent",
        "sh:resultSeverity": "sh:Violation",
        "sh:resultMessage": json.dumps(rule.rule, ensure_ascii=False),
    }
    return "".join(f"        {predicate} {value} ;\n" for predicate, value in facts.items() if value)


def _turtle_path(path: str) -> str:
    """A SPARQL path of one step back, or of steps on, as SHACL states it."""
    if path.startswith("^"):
        return f"[ sh:inversePath {path[1:]} ]"
    return f"( {path.replace('/', ' ')} )" if "/" in path and "<" not in path else path


def _line(violation: Violation) -> str:
    return "  ".join(part for part in (violation.node, violation.path, violation.value, violation.constraint) if part)
