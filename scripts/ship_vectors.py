"""Write knowledge/vectors.npz, so that a fresh clone embeds nothing of our own knowledge at its first start.

Run it after a change of articles, contracts, reader questions or outside questions; a test tells when it is due.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.retrieval.embeddings import LocalEmbedder
from bot.retrieval.ingest import Ingestor, Places
from bot.retrieval.units import units_of
from bot.retrieval.vectors import VectorCache, write_shipped
from bot.settings import load_settings


def main() -> None:
    """Embed what is not shipped yet and write all of it."""
    embedder = LocalEmbedder()
    with tempfile.TemporaryDirectory() as folder:
        places = Places(load_settings().bot_knowledge_dir, Path(folder))
        units = units_of(Ingestor(places, embedder).read_only())
        cache = VectorCache(Path(folder) / "vectors.sqlite", places.shipped_vectors)
        vectors = cache.embed(embedder, units)
        cache.close()
        write_shipped(places.shipped_vectors, embedder.name, units, vectors)
    sys.stdout.write(f"{len(units)} vectors in {places.shipped_vectors.name}\n")


if __name__ == "__main__":
    main()
