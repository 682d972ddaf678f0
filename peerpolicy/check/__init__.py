"""From the syntax tree to a checked program, or to everything that is wrong with it.

What it is for: looking up names, checking types and units, lowering every clause kind to the IR,
and the lint of the rule set. May import: `syntax`, `ir`, `facts` and everything below. What stays
true: all errors of a file come in one run; a fault in one clause hides none in another; a program
leaves here only if nothing of severity error was found.
"""
