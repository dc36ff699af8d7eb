"""Graduates become alumni: one page from the registrar's file to the first letter, and back."""
