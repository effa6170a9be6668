"""Drafting: facts and the clause library -> a contract as a tree -> Markdown and Word.

`contract` is the tree, `facts` reads and checks what the user gives, `assembling` builds the tree from the
library, `numbering` and `layout` turn it into numbered lines, `markdown` and `word` write those, `linting` says
what is wrong with a result. No figure, party or clause in a draft comes from anywhere but the library and the user.
"""
