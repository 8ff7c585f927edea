"""Gold made by people: programs labelled from scratch, twice and blind, adjudicated, and what reviews have settled."""
