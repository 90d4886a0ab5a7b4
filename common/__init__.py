"""What every layer shares: the clock, settings, outcomes and the shape of a reply. Imports nothing else of ours."""
