"""Who decides: submissions, claims, decisions, audit and the worker that tags and publishes."""
