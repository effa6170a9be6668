"""Errors by who must act, each with a Chinese sentence that says what to do next.

The interface shows `str(error)` and nothing else; the cause stays on `__cause__` for the log.
"""

from __future__ import annotations


class BotError(Exception):
    """Base of every error whose message is meant for the person at the keyboard."""

    exit_code = 1


class InputError(BotError):
    """The user's file or words cannot be used: they must give something else."""

    exit_code = 2


class ConfigurationError(BotError):
    """A setting or a knowledge file is wrong: whoever runs the product must correct it."""

    exit_code = 3


class ProviderError(BotError):
    """The model or embedding endpoint failed: try again, or go on without it."""

    exit_code = 4


class StorageError(BotError):
    """The data folder cannot be read or written: free space, fix permissions, or choose another."""

    exit_code = 5


class BusyError(BotError):
    """Another process is writing the same index: wait for it."""

    exit_code = 6
