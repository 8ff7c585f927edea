"""What a program could be about: retrieval of candidates from the vocabularies."""
