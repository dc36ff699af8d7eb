"""The calendar of moments: what the office sends because of the day it is."""
