"""The briefing sheet (会见背景): one page on a person or an organisation, for screen, PDF, Word."""
