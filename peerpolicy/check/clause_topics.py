"""Topics of a clause: what it is about, for rules about programs.

What it is for: the names of an `on topic` line, checked against the declared choices. May import:
`syntax`, `ir` and the reporter. What stays true: the core knows the name of the choices and none of
the topics; a topic changes no answer of its own program.
"""

from __future__ import annotations

from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.ir.schema import Schema
from peerpolicy.syntax import nodes as n

TOPICS = "rule_topics"
"""The choices that topics are taken from, declared like any others."""


def topics_of(declared: Declared, schema: Schema, report: Reporter) -> tuple[str, ...]:
    """Return the topics of a clause in the order of the alphabet; reports PP201 and PP303."""
    line, known = declared.one(n.OnTopic), schema.choices.get(TOPICS)
    if line is None:
        return ()
    if known is None:
        message = f"`on topic` needs the choices `{TOPICS}`, and there are none"
        advice = f"write `use {TOPICS}` under `program`, or declare `choices {TOPICS}`"
        report.error("PP201", declared.source, line.span, message, advice)
        return ()
    for name in line.names:
        if name.text not in known.values:
            report.unknown(declared.source, name, f"one of {TOPICS}", known.values, "PP303")
    return tuple(sorted({name.text for name in line.names}))
