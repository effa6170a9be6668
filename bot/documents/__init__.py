"""Any file -> documents: one normalised text each, with headings, clauses and their offsets."""

from bot.documents.limits import Limits
from bot.documents.model import Aside, Block, Document, DocumentMeta, Place
from bot.documents.readers import register_builtins
from bot.documents.reading import read_documents
from bot.documents.text import normalise

register_builtins()

__all__ = ["Aside", "Block", "Document", "DocumentMeta", "Limits", "Place", "normalise", "read_documents"]
