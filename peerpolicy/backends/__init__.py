"""Evaluators: each one answers the questions of a checked program from facts.

What it is for: the interpreter, which is the specification, and the faster evaluators that must
agree with it. May import: everything below it in rank, but neither `syntax` nor `check`, and no
back end imports another. What stays true: an evaluator reads IR terms and normalised facts, and
hands back traces; it phrases nothing.
"""
