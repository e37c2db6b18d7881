"""Who signs people in: one interface, three providers (Firebase, its emulator, a local issuer)."""
