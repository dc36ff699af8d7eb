"""Two records made one, and taken apart again at any later time."""
