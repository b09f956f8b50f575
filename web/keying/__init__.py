"""Keying in stories that were told on paper: for staff, one page a form, hands on the keyboard."""
