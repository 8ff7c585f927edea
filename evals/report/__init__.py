"""The report of one or more runs, as one HTML page that needs no network or as Markdown, in either language."""
