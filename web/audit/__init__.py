"""What was recorded about whom: the administrators' page, and everybody's own."""
