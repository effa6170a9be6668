"""The other side's contract: read as a tree of clauses, checked, and given back with findings and a redline."""
