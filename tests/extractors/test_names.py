"""What a name reads like, and which surfaces are the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.names import clean_name, key_words, name_key, numbers_of, slug

# Any text, and text in which the pieces that the rules look for are likely to meet.
PIECES = [*"\\${}_^~%`'\"-() .,;:aBéİßﬁ²αΣ3s\u0301\x00", ".5", "networks", "\\alpha", "alpha", "\\'e", "\\H{o}"]
CRUMBS = st.lists(
    st.sampled_from([*PIECES, "\\textbf{", "{it ", "mathring{A", "{times}", "\\unicode{x2013}"]), max_size=12
).map("".join)
ANY_TEXT = st.text() | CRUMBS


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ('na\\"ively', "naïvely"),
        ("{it misaligned}", "misaligned"),
        ("mathring{A}", "Å"),
        ("R^3 {times} S^2", "R^3 × S^2"),
        ("$k$-means", "k-means"),
        ("$\\ell_2$ norm", "ℓ2 norm"),
        ("\\textbf{G}raph \\textbf{N}etwork", "Graph Network"),
        ("Fr\\'echet distance", "Fréchet distance"),
        ("Erd\\H{o}s-R\\'enyi", "Erdős-Rényi"),
        ("$\\alpha,\\!\\beta$-CROWN", "α,β-CROWN"),
        ("AP$_{50}$", "AP50"),
        ("S\\&P 500", "S&P 500"),
        ("``greedy'' search", "greedy search"),
        ("Nash~equilibrium", "Nash equilibrium"),
        ("D\\textsuperscript{2}Net", "D^2Net"),
        ("% success rate", "success rate"),
        ("top 5% accuracy", "top 5% accuracy"),
        ("IoU)", "IoU"),
        ("  two\n words ", "two words"),
        ("multi_news", "multi_news"),
    ],
)
def test_clean_name_prints_latex_and_keeps_the_rest(text: str, label: str) -> None:
    assert clean_name(text) == label


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("pre-training", "pretraining"),
        ("self supervised learning", "Self-Supervised Learning"),
        ("graph neural networks", "Graph Neural Network"),
        ("mixtures of experts", "mixture-of-experts"),
        ("LLMs", "LLM"),
        ("GPUs", "GPU"),
        ("confusion matrices", "confusion matrix"),
        ("colour constancy", "color constancy"),
        ("language modelling", "language modeling"),
        ("optimisation", "optimization"),
        ("dialogue generation", "dialog generation"),
        ("$\\beta$-VAE", "beta VAE"),
        ("β-VAE", "\\beta-VAE"),
        ("$\\ell_1$ norm", "L1 norm"),
        ("Fréchet distance", "Frechet distance"),
        ("Cohen's kappa", "Cohen kappa"),
        ("R^2", "R²"),
        ("The Pile", "Pile"),
        ("Llama 2", "LLaMA-2"),
        ("U–Net", "UNet"),
        ("Erdős-Rényi graphs", "Erdös–Renyi graph"),
    ],
)
def test_variants_of_one_name_share_a_key(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CIFAR-10", "CIFAR-100"),
        ("Llama 3 8B", "Llama 38B"),
        ("GPT-3.5", "GPT-35"),
        ("GPs", "GPS"),
        ("dynamic model", "dynamics model"),
        ("RefCOCO", "RefCOCO+"),
        ("pass@1", "pass^1"),
        ("YOLOv5", "YOLOv5s"),
        ("A*", "A"),
        ("Kinetics", "Kinetic"),
    ],
)
def test_different_names_have_different_keys(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("CIFAR-100", ("100",)),
        ("Qwen2.5-7B", ("2.5", "7b")),
        ("3D Gaussian splatting", ("3",)),
        ("GPT-4o", ("4o",)),
        ("10,000 sequences", ("10000",)),
        ("$\\ell_2$", ("2",)),
        ("accuracy", ()),
    ],
)
def test_numbers_of_reads_digits_versions_and_sizes(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flash Attention", "flash-attention"),
        ("Fréchet inception distance", "frechet-inception-distance"),
        ("$\\beta$-VAE", "beta-vae"),
        ("RefCOCO+", "refcoco-plus"),
        ("G^2VLM", "g2vlm"),
        ("機械翻訳", "機械翻訳"),
    ],
)
def test_slug_is_readable(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_slug_of_a_name_without_letters_is_a_hash() -> None:
    assert slug("…?").startswith("x-")
    assert slug("…?") != slug("!?")


def test_long_slug_is_cut_and_told_apart() -> None:
    shared = "very long name " * 10

    assert len(slug(shared + "one")) <= 80
    assert slug(shared + "one") != slug(shared + "two")


def test_key_words_keep_the_words_that_the_key_joins() -> None:
    assert key_words("Vision-Language Models") == ("vision", "language", "model")


@given(ANY_TEXT)
def test_clean_name_is_idempotent(text: str) -> None:
    assert clean_name(clean_name(text)) == clean_name(text)


@given(ANY_TEXT)
def test_key_sees_only_the_clean_name(text: str) -> None:
    assert name_key(clean_name(text)) == name_key(text)


@given(ANY_TEXT)
def test_key_is_empty_only_for_blank_text(text: str) -> None:
    assert bool(name_key(text)) == bool(text.strip())


@given(ANY_TEXT)
def test_numbers_are_total_and_made_of_digits(text: str) -> None:
    assert all(number[0].isdigit() for number in numbers_of(text))


@given(ANY_TEXT)
def test_slug_is_idempotent_and_fit_for_an_iri(text: str) -> None:
    made = slug(text)

    assert slug(made) == made
    assert made
    assert all(character.isalnum() or character == "-" for character in made)
