"""What people have: their records, budgets and what was paid and spent, as councils load them."""
