"""Registers fetched on schedule from campus systems."""
