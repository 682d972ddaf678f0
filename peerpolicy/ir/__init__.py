"""The intermediate representation: the narrow waist between the language and its evaluators.

What it is for: a checked policy as small, typed, frozen data: its schema, its terms and its
clauses. May import: `truth`, `quantity`, `dates`, `source` and attrs; never `syntax`. What stays
true: every clause kind lowers to guard, exception and one condition term, so an evaluator knows
terms and not clause kinds; names in it have been looked up, units converted, dates checked.
"""
