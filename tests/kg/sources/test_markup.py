"""HTML, JATS and MathML as plain text, without damage to what only looks like it."""

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.markup import element_text, markup_to_text

FORMULA = (
    "<jats:inline-formula><jats:alternatives><jats:tex-math>\\documentclass{x}\\begin{document}$$x^2$$\\end{document}"
    "</jats:tex-math><mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math></jats:alternatives>"
    "</jats:inline-formula>"
)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("p &lt; 0.05 &amp; <i>E. coli</i>", "p < 0.05 & E. coli"),
        ("CO<sub>2</sub> at 10<sup>-5</sup>, the 1<sup>st</sup>", "CO2 at 10^-5, the 1st"),
        ("<p>One\n  line.</p><p>Two.</p>", "One line.\nTwo."),
        ("One.<br/>Two.", "One.\nTwo."),
        ("<jats:title>Abstract</jats:title><jats:p>Text.</jats:p>", "Text."),
        ("<jats:sec><jats:title>Aim</jats:title><jats:p>Text.</jats:p></jats:sec>", "Aim: Text."),
        (f"<jats:p>A bound {FORMULA} holds.</jats:p>", "A bound $x^2$ holds."),
        ("<math><mfrac><mn>1</mn><mi>n</mi></mfrac><mo>≤</mo><msub><mi>x</mi><mi>i</mi></msub></math>", "1/n≤x_i"),
        ("<math><semantics><mi>x</mi><annotation>x</annotation></semantics></math>", "x"),
        ("unclosed <i>x <sup>2", "unclosed x 2"),
    ],
)
def test_markup_becomes_text(markup, text):
    assert markup_to_text(markup) == text


@pytest.mark.parametrize(
    "text",
    ["", "plain", "a<b and c>d", "a<0.5, b>3", "a <mask> token", "<b and c>", "AT&T", "XSS by <script> tags, for one"],
)
def test_what_is_no_markup_stays(text):
    assert markup_to_text(text) == text


def test_element_is_printed_like_text():
    assert element_text(fromstring("<T>CO<sub>2</sub> at <b>10<sup>5</sup></b> &lt; x</T>")) == "CO2 at 10^5 < x"


@given(st.text(alphabet="<>/&;!-[]abipsu \"'=\n", max_size=80))
def test_any_text_is_printed_without_error(text):
    markup_to_text(text)


@given(st.text().filter(lambda text: "<" not in text and "&" not in text))
def test_text_without_signs_of_markup_is_not_touched(text):
    assert markup_to_text(text) == text


@pytest.mark.parametrize("start", ["x <a", "x </a", "x <!--", "x <a b='", "x &#"])
def test_tags_that_never_end_are_text_however_many(start):
    assert markup_to_text(start * 20_000) == start * 20_000
