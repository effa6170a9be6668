"""Sums of service contracts: exact, each with its formula. A library that knows nothing of the product."""
