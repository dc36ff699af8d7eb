"""Answers: what people write back by mail and text message, and what comes of it."""
