"""The code generator: one question of a program as two flat Python functions.

What it is for: the answer to a question, and the standing of each of its clauses, fast. May
import: `truth`, `dates`, `ir`, `facts.model` and `backends.base`; not the interpreter, which is the
specification and is handed in for what is left to it. What stays true: it answers as the
interpreter does; no name and no text of a policy stands in the code that it makes.
"""

from peerpolicy.backends.codegen.compiled import Compiled, compile_question
from peerpolicy.backends.codegen.masks import Status

__all__ = ["Compiled", "Status", "compile_question"]
