"""Pieces that several pages draw: program text, proposals, search of a vocabulary, tables, formats."""
