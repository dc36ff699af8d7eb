"""Taking deliveries from the table to the wire and their outcomes back.

``docs/reference/outbox.md`` has the state machine and why nobody is mailed twice or forgotten.
"""
