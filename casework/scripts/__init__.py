"""What advisers note while they use the assistant as a script."""
