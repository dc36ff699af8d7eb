"""The register importer: students and alumni come in from the registrar's files."""
