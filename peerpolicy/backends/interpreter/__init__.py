"""The reference interpreter: what a policy means, written to be read.

What it is for: the executable specification and the source of every trace that an
explanation shows. May import: `truth`, `quantity`, `dates`, `ir`, `facts`, `outcome`, `errors`.
What stays true: no cache, no shortcut and no order of clauses, items or records changes an
answer; a definite answer stands whatever the unknown facts turn out to be.
"""

from peerpolicy.backends.interpreter.clauses import evaluate, evaluate_clause
from peerpolicy.backends.interpreter.kernels import KERNELS

__all__ = ["KERNELS", "evaluate", "evaluate_clause"]
