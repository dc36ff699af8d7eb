"""Whose WeChat it is: followers of the Official Account tied to people, by their own doing."""
