"""How councils' files of people, budgets and money are read, checked and loaded."""
