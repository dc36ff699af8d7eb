"""Letters to the future: written, sealed, delivered years later."""
