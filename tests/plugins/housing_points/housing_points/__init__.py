"""Words about points for a flat; the words are in `housing.policy`, the points in `points.py`."""

import peerpolicy as pp
from housing_points.points import reaches, score_card

VOCABULARY = pp.Vocabulary(
    "housing_points",
    "housing.policy",
    interface=(1, 2),
    lowerings={"reaches": reaches},
    clause_kinds={"score_card": score_card},
)
