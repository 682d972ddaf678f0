"""Ways for bounds: which amounts a parameter may be, and what would settle which one it is.

What it is for: remedies for terms whose bound is a parameter. May import: `explain`'s effects,
steps and ways for values and for what is open, `dates`, `facts.model`, `ir`, `outcome`. What stays
true: a value that nobody has determined is never guessed; only its owner settles what differs.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerpolicy.explain.effects import Bind
from peerpolicy.explain.steps import Settle, Step
from peerpolicy.explain.ways_open import show_step
from peerpolicy.explain.ways_values import FEW, Lookout, put_step
from peerpolicy.ir.schema import Sensitivity
from peerpolicy.ir.terms import ParameterValue, Term, parts
from peerpolicy.outcome import Cause, Trace


def settling_steps(on: Lookout, term: Term, trace: Trace | None) -> Iterator[Step]:
    """Yield steps after which the bounds of a term are known, one for each way to settle them.

    The owner chooses one of the sources that differ; the key of the rows becomes known, or is
    shown. No errors.
    """
    for value in dict.fromkeys(p for p in parts(term) if isinstance(p, ParameterValue)):
        if value.key is not None:
            yield from _key_steps(on, value, trace)
        yield from _choices(on, value)


def _key_steps(on: Lookout, value: ParameterValue, trace: Trace | None) -> Iterator[Step]:
    parameter = on.case.program.parameter(value.name)
    if value.key is None or parameter is None:
        return
    spot, name = on.spot(value.key.subject), value.key.name
    known = [key for key in parameter.choices if key]
    if on.value(spot, name) is None:
        for key in known[:FEW]:
            yield put_step(on, spot, name, key)
    reasons = trace.reasons if trace is not None else ()
    if any(r.cause is Cause.NOT_SHOWN and r.need and r.need.name == name for r in reasons):
        yield show_step(on, spot, name)


def _choices(on: Lookout, value: ParameterValue) -> Iterator[Step]:
    parameter = on.case.program.parameter(value.name)
    rows = [row for row in parameter.rows if len(row.offers) > 1] if parameter else []
    sources = dict.fromkeys((o.citation.source, row.owner) for row in rows for o in row.offers)
    for source, owner in list(sources)[:FEW]:
        yield Settle(
            subject="",
            name=value.name,
            value=source,
            by=owner,
            sensitivity=Sensitivity.PUBLIC,
            effects=(Bind(value.name, source),),
        )
