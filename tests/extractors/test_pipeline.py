"""The assembled pipeline: exact offsets for any text, and the same answer every time."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.pipeline import DEFAULT_MODEL, MODELS, extract, fingerprint
from tests.conftest import RESNET_ABSTRACT

TITLE = "ResNet-50 for Image Classification: a Study"
NAMES = [
    "ResNet-50",
    "ImageNet",
    "image classification",
    "accuracy",
    "We propose FooNet",
    "a big model (BM)",
    "(",
    ")",
    "\n\n",
    ". The",
]
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(NAMES) | st.text(max_size=4), max_size=10).map(" ".join)


def one(title, abstract, model="rules"):
    (found,) = extract([(title, abstract)], model)
    return found


def test_known_names_are_found_with_their_types():
    found = {(m.text.lower(), m.type) for m in one(TITLE, RESNET_ABSTRACT).mentions}
    assert {("imagenet", "Dataset"), ("image classification", "Task"), ("accuracy", "Metric")} <= found


def test_names_are_found_in_both_sections():
    assert {m.section for m in one(TITLE, RESNET_ABSTRACT).mentions} == {"title", "abstract"}


@settings(max_examples=40)
@given(TEXTS, TEXTS)
def test_every_mention_is_its_slice_of_the_section(title, abstract):
    found = one(title, abstract)
    texts = {"title": title, "abstract": abstract}
    for mention in found.mentions:
        assert texts[mention.section][mention.start : mention.end] == mention.text
    for role in found.roles:
        assert 0 <= role.sentence_start <= role.sentence_end <= len(texts[role.section])


def test_every_cluster_has_one_role():
    found = one(TITLE, RESNET_ABSTRACT)
    assert sorted(r.cluster for r in found.roles) == sorted({m.cluster for m in found.mentions})


def test_roles_quote_the_sentence_around_a_mention():
    found = one(TITLE, RESNET_ABSTRACT)
    assert found.roles
    for role in found.roles:
        assert any(
            m.section == role.section and role.sentence_start <= m.start and m.end <= role.sentence_end
            for m in found.mentions
            if m.cluster == role.cluster
        )


def test_mentions_do_not_overlap():
    mentions = [m for m in one(TITLE, RESNET_ABSTRACT).mentions if m.section == "abstract"]
    assert len(mentions) > 1
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_papers_do_not_influence_each_other():
    alone = [one(TITLE, RESNET_ABSTRACT), one("Other", "We do parsing.")]
    assert list(extract([(TITLE, RESNET_ABSTRACT), ("Other", "We do parsing.")], "rules")) == alone


def test_nothing_is_found_in_nothing():
    assert one("", "").mentions == ()


def test_paper_without_abstract_is_read():
    assert {m.section for m in one("ResNet-50 on ImageNet", "").mentions} == {"title"}


def test_models_have_fingerprints_of_their_own():
    assert DEFAULT_MODEL in MODELS
    assert len({fingerprint(model) for model in MODELS}) == len(MODELS)


def test_fingerprint_of_a_model_stays():
    assert fingerprint.__wrapped__("rules") == fingerprint("rules")
