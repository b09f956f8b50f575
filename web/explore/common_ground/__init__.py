"""What groups share that otherwise differ, beside what divides them."""
