"""Claims and sources: does a source bear a sentence, and if not, what in it goes too far?"""
