"""What a lead sees of the work: numbers from counters and cases, with nobody in them."""
