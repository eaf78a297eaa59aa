"""The plain rule for roles: what a pattern presents is introduced, everything else has its type's default role."""

from spacy.language import Language
from spacy.tokens import Doc

from extractors.records import Role
from extractors.spans import mention_spans, section_of, section_offset
from ontology import load_vocabulary


@Language.component("default_roles", assigns=["doc._.roles"])
def default_roles(doc: Doc) -> Doc:
    """Give every cluster one role."""
    roles: dict[int, Role] = {}
    types = load_vocabulary().types
    for span in mention_spans(doc):
        if span._.cluster in roles and span._.extractor != "pattern":
            continue
        predicate = "introduces" if span._.extractor == "pattern" else types[span.label_].default_role or "mentions"
        section = section_of(doc, span.start_char)
        sentence = span.sent
        roles.setdefault(
            span._.cluster,
            Role(
                cluster=span._.cluster,
                predicate=predicate,
                score=span._.score,
                section=section,
                sentence_start=section_offset(doc, sentence.start_char, section),
                sentence_end=section_offset(doc, sentence.start_char + len(sentence.text.rstrip()), section),
            ),
        )
    doc._.roles = list(roles.values())
    return doc
