"""The rules: `step(state, event, now) -> (state, effects)`. No I/O, no clock, no chance."""
