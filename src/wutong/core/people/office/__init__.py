"""People in the office: the list, the dossier, and what may be done there."""
