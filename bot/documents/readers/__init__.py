"""The built-in readers, registered the way any other would be."""

from bot.documents.readers.doc import read_doc
from bot.documents.readers.docx import read_docx
from bot.documents.readers.docx_package import guard_docx
from bot.documents.readers.html import read_html
from bot.documents.readers.markdown import read_markdown
from bot.documents.readers.pdf import guard_pdf, read_pdf
from bot.documents.readers.plain import read_plain
from bot.documents.registry import register


def register_builtins() -> None:
    """Register a reader for each format that the product reads out of the box."""
    register([".docx"], read_docx, contents=["docx"], guard=guard_docx)
    register([".doc"], read_doc, contents=["doc"])
    register([".pdf"], read_pdf, contents=["pdf"], guard=guard_pdf)
    register([".md"], read_markdown, contents=["text"])
    register([".txt"], read_plain, contents=["text"])
    register([".html", ".htm"], read_html, contents=["html", "text"])
