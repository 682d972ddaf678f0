"""Words about points for a flat; the words are in `housing.policy`, the points in `points.py`."""

import peerpolicy as pp
from housing_points.points import reaches

VOCABULARY = pp.Vocabulary(
    "housing_points", "housing.policy", interface=(1, 1), lowerings={"reaches": reaches}
)
