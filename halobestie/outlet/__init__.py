"""The outlet: the one exit. It performs effects; their outcomes come back in through the door."""
