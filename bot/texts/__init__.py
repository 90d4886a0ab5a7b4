"""Plain text messages (SMS): taken in from a provider, answered through the engine, and sent until they have left."""
