"""LaTeX of titles and abstracts printed as Unicode, without damage to what is no LaTeX."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.sources.latex import MAX_PARSED, latex_to_text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G\"odel", "Gödel"),
        (r"Schr{\"o}dinger", "Schrödinger"),
        (r"Schr\"{o}dinger", "Schrödinger"),
        (r"Erd\H{o}s and Erd{\H o}s", "Erdős and Erdős"),
        (r"\'Emile, \c{C}elik, \v{S}a\v si\'c", "Émile, Çelik, Šašić"),
        (r"na\"{\i}ve, na\"\i ve", "naïve, naïve"),
        (r"stra\ss e, S{\o}ren, S\o ren, S\o{}ren, \L{}ukasz", "straße, Søren, Søren, Søren, Łukasz"),
        (r"{\'E}cole", "École"),
    ],
)
def test_accents_become_letters(latex, text):
    assert latex_to_text(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"80.1\% of R\&D costs \$5", "80.1% of R&D costs $5"),
        (r"A \textbf{bold \emph{and leaning}} word", "A bold and leaning word"),
        (r"the {\em weak} {\bfseries form}", "the weak form"),
        (r"the model \cite{doe2013}, as in \citep[see][p. 1]{roe}.", "the model, as in."),
        (r"at \url{https://a.example/x_y~z}", "at https://a.example/x_y~z"),
        (r"\href{https://a.example/50\%}{the code}", "the code (https://a.example/50%)"),
        (r"10\textsuperscript{5} pages\footnote{Counted.}", "10^5 pages (Counted.)"),
        (r"1\,000 steps \ldots and on", "1 000 steps ... and on"),
    ],
)
def test_escapes_and_styles_become_text(latex, text):
    assert latex_to_text(latex) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no LaTeX, 50% of {a, b} at ~3 $/h, a_b and C^2 \u200b",
        r"$O(n \log n)$ and \(\alpha\) and \[x_{\"o}\]",
        r"\mymacro{x} \d+ C:\data \unknown",
        r"\begin{align} 50\% \end{align}",
        r"open { brace and G\"odel",
        r"\textbf and \c",
        "\\" + "x" * MAX_PARSED,
        'G\\"odel \ufdd0',
    ],
)
def test_mathematics_and_what_is_unknown_stay(text):
    assert latex_to_text(text) == text


@pytest.mark.parametrize("text", [r"\d\href", r"A \url", r"\href!2\&\url\\"])
def test_macro_without_its_arguments_is_no_error(text):
    assert latex_to_text(text)


def test_letters_inside_an_unknown_macro_are_printed():
    assert latex_to_text(r"\mymacro{G\"odel}") == r"\mymacro{Gödel}"


def test_mathematics_stays_beside_what_is_printed():
    assert latex_to_text(r"\textbf{A} with $50\%$ of $x$, 5\%") == r"A with $50\%$ of $x$, 5%"


def test_percent_sign_begins_no_comment():
    assert latex_to_text(r"50% of G\"odel" + "\nnumbers") == "50% of Gödel\nnumbers"


def test_lone_dollar_sign_begins_no_mathematics():
    assert latex_to_text(r"costs $5 for {\'e}tudes") == "costs $5 for études"


def test_escaped_quotation_marks_are_no_accents():
    assert latex_to_text(r"the \"attention\" of it\'s user") == 'the "attention" of it\'s user'


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{BERT} for {{NLP}} {\&} {G}{\"o}del", "BERT for NLP & Gödel"),
        ("{BERT} for people", "BERT for people"),
        ("Fig.~1", "Fig. 1"),
        (r"the set $\{a\}$ of \{b\}", r"the set $\{a\}$ of {b}"),
    ],
)
def test_braces_that_protect_capitals_go_on_request(latex, text):
    assert latex_to_text(latex, strip_braces=True) == text


@given(st.text(alphabet="\\\"'{}[]$%&~ \nabcio^textbfemph", max_size=60), st.booleans())
def test_any_text_is_printed_without_error_and_always_the_same(text, strip_braces):
    assert latex_to_text(text, strip_braces=strip_braces) == latex_to_text(text, strip_braces=strip_braces)


@given(st.text(max_size=60).filter(lambda text: "\\" not in text))
def test_text_without_a_backslash_is_not_touched(text):
    assert latex_to_text(text) == text
