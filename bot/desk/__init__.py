"""The desk at /adviser: where advisers see who waits, take over and answer."""
