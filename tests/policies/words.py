"""The words of cases worked by hand: the day, what is said of a fact, what must come out."""

from datetime import date

DAY = date(2026, 11, 23)
"""The day on which cases are judged: a Monday."""

LEFT_OUT = object()
"""In `changed`: this key is not said at all."""

CLAIMED = {"value": True, "evidence": "claimed"}
YES = {"attested": {"by": "department", "on": "2026-11-02"}, "value": True}
NO = {"attested": {"by": "department", "on": "2026-11-02"}, "value": False}

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"
NOT_APPLICABLE = "not applicable"
