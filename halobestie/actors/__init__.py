"""The actors: each with a state of its own. Rules decide, the shell commits and performs."""
