"""The clause library: what a contract is drafted from, in three positions, with facts and the law behind it."""
