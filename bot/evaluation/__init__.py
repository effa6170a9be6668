"""Measuring the product on questions with gold, and fitting the weights that are data."""
