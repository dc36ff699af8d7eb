"""What may be done to a person's record: one transaction each, with author, source and audit."""
