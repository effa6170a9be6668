"""A draft that grows in conversation: what was said so far, its versions, what to ask next, what to reply."""
