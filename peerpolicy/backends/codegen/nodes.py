"""The syntax trees of generated code: a closed list of nodes, made in one place.

What it is for: building statements without any text, and turning a tree into a function. May
import: the standard library only. What stays true: constants of a policy are positional defaults
of the function, so that the code holds nothing but generated names, None, True, False and small
whole numbers; the code sees no built-in function; each line is one of the policy file.
"""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable, Sequence

NODES = (
    ast.Module,
    ast.FunctionDef,
    ast.arguments,
    ast.arg,
    ast.Assign,
    ast.AugAssign,
    ast.If,
    ast.Return,
    ast.IfExp,
    ast.Compare,
    ast.UnaryOp,
    ast.Call,
    ast.Subscript,
    ast.Tuple,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.Store,
    ast.Not,
    ast.Is,
    ast.IsNot,
    ast.In,
    ast.NotIn,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Add,
    ast.Sub,
)
"""Every type of node that a generated tree may hold."""

Function = Callable[..., object]


def name(word: str) -> ast.expr:
    """Read a local. No errors."""
    return ast.Name(word, ast.Load())


def just(value: bool | int | None) -> ast.expr:
    """Write a constant that comes from no policy. No errors."""
    return ast.Constant(value)


def compared(left: ast.expr, how: ast.cmpop, right: ast.expr) -> ast.expr:
    """Compare two expressions. No errors."""
    return ast.Compare(left, [how], [right])


def is_(word: str, value: bool | None) -> ast.expr:
    """Ask whether a local is True, False or None. No errors."""
    return compared(name(word), ast.Is(), just(value))


def is_not(word: str, value: bool | None) -> ast.expr:
    """Ask whether a local is anything but True, False or None. No errors."""
    return compared(name(word), ast.IsNot(), just(value))


def assign(word: str, value: ast.expr) -> ast.stmt:
    """Give a local a value. No errors."""
    return ast.Assign([ast.Name(word, ast.Store())], value)


def change(word: str, how: ast.operator, by: int) -> ast.stmt:
    """Add a number to a local, or take it away. No errors."""
    return ast.AugAssign(ast.Name(word, ast.Store()), how, just(by))


def when(test: ast.expr, then: Sequence[ast.stmt], otherwise: Sequence[ast.stmt] = ()) -> ast.stmt:
    """Do one thing or another. No errors."""
    return ast.If(test, list(then), list(otherwise))


def either(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """Choose one of two values. No errors."""
    return ast.IfExp(test, then, otherwise)


_PLACED = (ast.expr, ast.stmt, ast.arg)


def on_line(nodes: Sequence[ast.AST], line: int) -> None:
    """Place nodes on a line of the policy file, where they stand on none yet. No errors."""
    line, waiting = max(line, 1), list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _PLACED):
            if hasattr(node, "lineno"):
                continue  # and so does everything in it
            node.lineno = node.end_lineno = line
            node.col_offset = node.end_col_offset = 0
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, ast.AST):
                waiting.append(value)


def tree_of(body: Sequence[ast.stmt], given: Sequence[str], constants: int) -> ast.Module:
    """Make the module of one function, whose last arguments are its constants. No errors."""
    arguments = [ast.arg(word) for word in (*given, *(f"k{n}" for n in range(constants)))]
    function = ast.FunctionDef(
        name="answer",
        args=ast.arguments([], arguments, None, [], [], None, []),
        body=list(body),
        decorator_list=[],
    )
    if sys.version_info >= (3, 12):
        function.type_params = []
    module = ast.Module([function], [])
    on_line([module], 1)
    return module


def function_of(tree: ast.Module, file: str, constants: Sequence[object]) -> Function:
    """Compile a tree; a traceback would name `file` and its line. No errors."""
    room: dict[str, object] = {"__builtins__": {}}
    exec(compile(tree, file or "<policy>", "exec"), room)
    made = room["answer"]
    assert isinstance(made, types.FunctionType)
    return types.FunctionType(made.__code__, {"__builtins__": {}}, "answer", tuple(constants))
