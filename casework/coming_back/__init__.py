"""Coming back to the steps from anywhere, with a short code."""
