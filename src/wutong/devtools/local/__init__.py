"""What the simulators of other people's services have in common."""
