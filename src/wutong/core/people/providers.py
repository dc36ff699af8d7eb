"""What people plug into the rooms below."""
