"""What can be done with a sending."""
