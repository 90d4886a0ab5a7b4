"""Who somebody is: proving it with what is on record, for one conversation and a short time."""
