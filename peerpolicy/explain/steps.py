"""Steps: what can be supplied or done so that an answer changes.

What it is for: the typed steps of remedies, each with the values it was replayed with. May import:
`explain.effects`, `ir.schema`, `quantity` and attrs. What stays true: a step never takes a fact of
the past back; its values are as private as what they are values of, and no `repr` shows them; a
step says what was assumed in the replay, never what the answer to a question should be.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from peerpolicy.explain.effects import Effect, Situation
from peerpolicy.ir.schema import Sensitivity
from peerpolicy.quantity import Interval

StepValue = Interval | date | str | bool | tuple[str, ...] | None
"""What a step states; an amount is an interval in the step's `unit`."""


@attrs.frozen(kw_only=True)
class Step:
    """One thing to supply, do or settle; `kind` names the class in one word.

    `subject` and `name` say whose and what, `field` which field of a record, `person` which person
    of a roster. `value` is what the replay took for it, `unit` its unit, `on` the day it was dated
    (of a span, the first day, and `through` the last), `where` further fields of a record. `by` is
    the person or office that has to act, `asked` the policy's own question. `sensitivity` says how
    private the values are.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> d = pp.load_shipped("us/ct/dds_peer_to_peer").decide(
    ...     {}, as_of=date(2026, 11, 23), question="may_receive")
    >>> [(step.kind, step.asked[:24]) for step in d.remedies().plan.steps]
    [('ask', 'Do you receive supports '), ('ask', 'Do your supports have fu')]
    """

    kind: ClassVar[str] = "step"

    subject: str
    name: str
    field: str = ""
    person: str = attrs.field(default="", repr=False)
    value: StepValue = attrs.field(default=None, repr=False)
    unit: str = ""
    on: date | None = attrs.field(default=None, repr=False)
    through: date | None = attrs.field(default=None, repr=False)
    where: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)
    by: str = ""
    asked: str = ""
    sensitivity: Sensitivity = Sensitivity.LIVED_EXPERIENCE
    effects: tuple[Effect, ...] = attrs.field(default=(), repr=False)


@attrs.frozen(kw_only=True)
class Ask(Step):
    """A fact that is missing: the plan holds if the answer is the value stated."""

    kind = "ask"


@attrs.frozen(kw_only=True)
class Show(Step):
    """Evidence for what was only stated so far."""

    kind = "show"


@attrs.frozen(kw_only=True)
class Send(Step):
    """A paper, with all its parts."""

    kind = "send"


@attrs.frozen(kw_only=True)
class Do(Step):
    """An amount to reach, a credential to hold, an approval or a judgement to have from `by`."""

    kind = "do"


@attrs.frozen(kw_only=True)
class Wait(Step):
    """Nothing to do until the day `on`."""

    kind = "wait"


@attrs.frozen(kw_only=True)
class Settle(Step):
    """What the source leaves open, for `by` to settle; `value` is the reading it was tried with."""

    kind = "settle"


@attrs.frozen(kw_only=True)
class Change(Step):
    """A fact that would have to be otherwise."""

    kind = "change"


Way = tuple[Step, ...]
"""Steps that belong together."""


def applied(case: Situation, way: Way) -> Situation:
    """Return the case as it would be after some steps. No errors."""
    for step in way:
        for effect in step.effects:
            case = effect.on(case)
    return case
