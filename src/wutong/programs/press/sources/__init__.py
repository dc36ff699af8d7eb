"""Lines of the briefing from the rooms below, which know nothing of it."""
