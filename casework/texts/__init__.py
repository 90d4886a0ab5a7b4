"""Text messages and emails that are on their way: in order, tried again, never lost."""
