"""All SQL. Functions take and return domain objects; rows do not leave this package."""
