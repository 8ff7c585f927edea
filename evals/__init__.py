"""How well the tagger works: gold sets, metrics, runs and their comparison."""
