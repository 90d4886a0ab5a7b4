"""Whether answers helped, in people's own (masked) words."""
