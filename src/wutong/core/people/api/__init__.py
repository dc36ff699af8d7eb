"""The face of this room for programs."""
