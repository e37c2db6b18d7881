"""Who signs people in: one interface, three providers (Firebase, its emulator, our local issuer)."""
