"""Reading people: who was what on a day, and what a page shows of one person."""
