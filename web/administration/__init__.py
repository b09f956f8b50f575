"""The way to everything that administrators look after."""
