"""The review as a report: what it says, and how that is written as Markdown or as a Word file."""
