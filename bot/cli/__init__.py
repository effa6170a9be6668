"""The command line: it reads words and files, asks the front door, and shows what comes back.

One module a command. Nothing heavy is imported before a command runs, so that `--help` is there at once.
"""
