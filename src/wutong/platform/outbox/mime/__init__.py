"""Messages: compiled once per stream and language, then only the personal parts are spliced in."""
