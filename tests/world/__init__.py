"""The world: the real rules of a node, with people, a referee and bad luck, all from one seed."""
