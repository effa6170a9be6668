"""What a user says of the contract, read without a model: facts, orders, wishes that cannot be granted.

Text and what is on the table in, `Reading` out. Nothing here keeps a state or writes a reply.
"""
