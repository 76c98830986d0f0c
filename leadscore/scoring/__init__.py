"""Scores, bands and their explanation: points x units, from evidence alone."""

from leadscore.scoring.explanation import Activity, Explainer, Explanation, Line
from leadscore.scoring.scores import Score, Scores, score

__all__ = ["Activity", "Explainer", "Explanation", "Line", "Score", "Scores", "score"]
