"""Selection: a chat model chooses among the candidates that the offline tagger retrieved."""
