"""How well the extractors do on annotated papers."""

from kg.evaluation.evaluate import evaluate
from kg.evaluation.gold import GoldEntity, GoldPaper, GoldResult, read_gold
from kg.evaluation.scores import Evaluation, Score

__all__ = ["Evaluation", "GoldEntity", "GoldPaper", "GoldResult", "Score", "evaluate", "read_gold"]
