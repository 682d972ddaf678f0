"""Files and functions are short, and every parameter and return value has a type."""

import ast
import math

FILE_HARD_LIMIT = 500
FILE_SOFT_LIMIT = 350
FUNCTION_P99 = 50
FUNCTION_LIMIT = 80

# Exhaustive matches over IR nodes, ended by `assert_never`; qualified names. Nothing else.
EXEMPT_FUNCTIONS: frozenset[str] = frozenset()


def body_lines(function):
    """Source lines of a function's body, its docstring not counted."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def lengths(modules):
    """Body lines of every function that is not exempt, by qualified name."""
    return {
        f"{name}:{function.lineno}": body_lines(function)
        for module in modules
        for name, function, _ in module.functions()
        if name not in EXEMPT_FUNCTIONS
    }


def percentile(values, share):
    """The smallest value that at least this share of all values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def missing_annotations(modules):
    """Parameters and returns without a type; `self` and `cls` need none."""
    found = []
    for module in modules:
        for name, function, in_class in module.functions():
            arguments = function.args
            named = [*arguments.posonlyargs, *arguments.args]
            static = any(module.dotted(d) == "staticmethod" for d in function.decorator_list)
            if in_class and not static:
                named = named[1:]
            named += [*arguments.kwonlyargs, *filter(None, [arguments.vararg, arguments.kwarg])]
            found += [f"{name}({a.arg})" for a in named if a.annotation is None]
            if function.returns is None:
                found.append(f"{name} -> ?")
    return found


def ends_in_assert_never(function):
    """Whether a function matches and closes a match with `assert_never`."""
    nodes = list(ast.walk(function))
    return any(isinstance(node, ast.Match) for node in nodes) and any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "assert_never"
        for node in nodes
    )


def test_no_file_is_longer_than_the_hard_limit(package):
    print(f"longer than {FILE_SOFT_LIMIT} lines, consider splitting (see with -rP):")
    for module in sorted(package, key=lambda module: -module.lines):
        if module.lines > FILE_SOFT_LIMIT:
            print(f"  {module.lines} {module.name}")
    too_long = {module.name: module.lines for module in package if module.lines > FILE_HARD_LIMIT}
    assert too_long == {}


def test_no_function_is_longer_than_the_limit(package):
    assert {n: lines for n, lines in lengths(package).items() if lines > FUNCTION_LIMIT} == {}


def test_ninety_nine_of_a_hundred_functions_are_short(package):
    by_name = lengths(package)
    longest = sorted(by_name.items(), key=lambda item: -item[1])[:10]
    assert not by_name or percentile(by_name.values(), 0.99) <= FUNCTION_P99, longest


def test_only_exhaustive_matches_are_exempt(package):
    functions = {name: function for module in package for name, function, _ in module.functions()}
    unfounded = {
        name
        for name in EXEMPT_FUNCTIONS
        if name not in functions or not ends_in_assert_never(functions[name])
    }
    assert unfounded == set()


def test_every_parameter_and_return_value_has_a_type(package):
    assert missing_annotations(package) == []


def test_a_docstring_does_not_make_a_function_long(toy):
    text = 'def f() -> int:\n    """\n    One.\n    """\n    x = 1\n\n    return x\n'
    assert lengths(toy({"dates.py": text})) == {"peerpolicy.dates.f:1": 3}


def test_a_missing_type_is_seen_wherever_it_hides(toy):
    text = (
        "class A:\n"
        "    def m(self, x, *rest, key=1): ...\n"
        "    @staticmethod\n"
        "    def s(y) -> None: ...\n"
        "def outer() -> None:\n"
        "    def inner(z: int, **more): ...\n"
    )
    assert missing_annotations(toy({"a.py": text})) == [
        "peerpolicy.a.A.m(x)",
        "peerpolicy.a.A.m(key)",
        "peerpolicy.a.A.m(rest)",
        "peerpolicy.a.A.m -> ?",
        "peerpolicy.a.A.s(y)",
        "peerpolicy.a.outer.inner(more)",
        "peerpolicy.a.outer.inner -> ?",
    ]
