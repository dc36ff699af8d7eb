"""Formal letters of the three legal bodies: written, signed off, numbered, sealed, sent, answered."""
