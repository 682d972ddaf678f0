"""The parser's table: worked out from the grammar when the package is built, and loaded from there.

What it is for: working out the table takes lark twenty times as long as loading it. May import:
lark and the standard library. What stays true: the grammar is the source; a table is used only if
it was made of this grammar, with these options, by this version of lark, and otherwise it is worked
out anew; it is JSON, and nothing writes it but the build.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

_NUMBERED: Final = "#"
"""The key under which the pairs of a mapping stand whose keys are numbers."""

_STEP: Final = 0
"""How lark writes that a token leads to another state; 1 is the end of a rule."""


def saved(parser: Lark, grammar: str, options: object) -> str:
    """Return the table of a parser as text: a line that says what it is of, and JSON. No errors."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["parser"]["parser"] = _renumbered(data["parser"]["parser"])
    whole = _with_pairs({"data": data, "memo": memo})
    return f"{_made_of(grammar, options)}\n{json.dumps(whole, separators=(',', ':'))}\n"


def loaded(text: str, grammar: str, options: object) -> Lark | None:
    """Return the parser of a table, or None where the table is of something else. No errors."""
    first, _, rest = text.partition("\n")
    if first != _made_of(grammar, options):
        return None
    return Lark.load(json.loads(rest, object_hook=_without_pairs))


def _made_of(grammar: str, options: object) -> str:
    """Return what a table hangs on, as a fingerprint."""
    made_of = repr((lark.__version__, options, grammar))
    return hashlib.sha256(made_of.encode("utf-8")).hexdigest()


def _renumbered(made: dict[str, Any]) -> dict[str, Any]:
    """Number tokens and states in an order of their own: lark's hangs on where objects lie."""
    names: dict[int, str] = made["tokens"]
    tokens = {name: number for number, name in enumerate(sorted(names.values()))}
    rows = {
        state: sorted((names[token], *action) for token, action in actions.items())
        for state, actions in made["states"].items()
    }
    order = [made["start_states"][name] for name in sorted(made["start_states"])]
    states = {state: number for number, state in enumerate(order)}
    for state in order:  # which grows: every state is reached by steps from those at the start
        for _, action, target in rows[state]:
            if action == _STEP and target not in states:
                states[target] = len(states)
                order.append(target)

    def row(state: int) -> dict[int, tuple[int, Any]]:
        return {
            tokens[name]: (action, states[target] if action == _STEP else target)
            for name, action, target in rows[state]
        }

    return {
        **made,
        "tokens": {number: name for name, number in tokens.items()},
        "states": {states[state]: row(state) for state in order},
        "start_states": {name: states[state] for name, state in made["start_states"].items()},
        "end_states": {name: states[state] for name, state in sorted(made["end_states"].items())},
    }


def _with_pairs(value: Any) -> Any:
    if isinstance(value, dict):
        if any(type(key) is int for key in value):
            return {_NUMBERED: [[key, _with_pairs(item)] for key, item in value.items()]}
        return {key: _with_pairs(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_with_pairs(item) for item in value]
    return value


def _without_pairs(value: dict[str, Any]) -> dict[Any, Any]:
    return dict(value[_NUMBERED]) if _NUMBERED in value else value
