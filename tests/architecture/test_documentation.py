"""Every module says what it is for, and every public name what it does."""

import ast
import re

# A module says what it is for, what it may import and what stays true.
LEAST_SENTENCES = 3


def statements(docstring):
    """How many sentences or lines of text a docstring has, whichever is more."""
    lines = [line for line in docstring.splitlines() if line.strip()]
    sentences = re.findall(r"[.!?](?:\s|$)", docstring)
    return max(len(lines), len(sentences))


def terse_modules(modules):
    """Modules without a docstring, or with one that says too little."""
    return [
        module.name
        for module in modules
        if statements(ast.get_docstring(module.tree) or "") < LEAST_SENTENCES
    ]


def is_repetition(module, function):
    """An overload, or a setter or deleter: the documented definition stands beside it."""
    return any(
        module.dotted(decorator) in {"typing.overload", "overload"}
        or (isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter"})
        for decorator in function.decorator_list
    )


def undocumented_in(module, node, prefix):
    """Public classes, functions and methods below a node that have no docstring."""
    for child in node.body:
        if not isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        is_class = isinstance(child, ast.ClassDef)
        if child.name.startswith("_") or (not is_class and is_repetition(module, child)):
            continue
        name = f"{prefix}.{child.name}"
        if ast.get_docstring(child) is None:
            yield name
        if is_class:
            yield from undocumented_in(module, child, name)


def undocumented(modules):
    """Every undocumented public name of some modules."""
    return [name for m in modules for name in undocumented_in(m, m.tree, m.name)]


def test_every_module_says_what_it_is_for_in_three_sentences(package):
    assert terse_modules(package) == []


def test_every_public_class_and_function_is_documented(package):
    assert undocumented(package) == []


def test_a_module_of_one_sentence_is_seen(toy):
    modules = toy(
        {
            "truth.py": '"""One sentence."""',
            "dates.py": '"""One. Two. Three."""',
            "source.py": '"""\nOne\n\nTwo\nThree\n"""',
            "facts.py": "x = 1",
        }
    )
    assert terse_modules(modules) == ["peerpolicy.facts", "peerpolicy.truth"]


def test_an_undocumented_public_name_is_seen(toy):
    text = (
        "from typing import overload\n"
        "class A:\n"
        "    def public(self): ...\n"
        "    def _private(self): ...\n"
        "    def __len__(self): ...\n"
        "class _B:\n"
        "    def hidden(self): ...\n"
        "@overload\n"
        "def f(x: int): ...\n"
        "def f(x):\n"
        "    def inner(): ...\n"
    )
    assert undocumented(toy({"a.py": text})) == [
        "peerpolicy.a.A",
        "peerpolicy.a.A.public",
        "peerpolicy.a.f",
    ]
