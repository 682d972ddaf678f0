"""The code generator: one question of a program as two flat Python functions.

What it is for: the answer to a question, and the standing of each of its clauses, fast. May
import: `truth`, `dates`, `ir`, `facts.model`, `outcome`, `errors`; not the interpreter, which is
the specification. What stays true: it answers as the interpreter does or refuses the question
with `UnsupportedByBackend`; no name and no text of a policy stands in the code that it makes.
"""

from peerpolicy.backends.codegen.compiled import Compiled, Status, compile_question

__all__ = ["Compiled", "Status", "compile_question"]
