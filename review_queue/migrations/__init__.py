"""The history of the work database's tables, one migration a file."""
