"""The embedded PostgreSQL: a launcher for the binaries that come with the package index."""
