"""The contract assistant for merchants who outsource their customer service."""
