"""Figures of the rooms that lie below this one; rooms above register their own."""
