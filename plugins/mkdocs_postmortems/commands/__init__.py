"""The commands of `postmortems`, one module each. Only these and `cli` print."""
