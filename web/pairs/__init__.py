"""Two accounts of one meeting, for staff: the code that a practitioner hands over, and what managers learn."""
