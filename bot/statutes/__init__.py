"""Statutes: laws and articles by exact name and number, references to them in text, and what stands behind one.

`database` reads the articles, `names` and `reference` find references in a text, `resolver` says what stands behind
them. The tables are in knowledge/statutes.
"""
