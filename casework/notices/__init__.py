"""What staff are told by email or webhook: due, sent, tried again, given up."""
