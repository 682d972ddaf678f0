"""Explanations: from traces to findings, a decision, its data form and its text.

What it is for: everything a person or a service reads about an answer. May import: `outcome`,
`facts`, `ir` and whatever ranks below them; it knows no evaluator. What stays true: nothing here
changes an outcome; no right, deadline or telephone number is invented; values of private facts
leave only where `values="full"` is asked for.
"""
