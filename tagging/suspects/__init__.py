"""What makes a passage suspicious: orders, imitated prompts, hidden text, stuffing, other languages, page furniture."""
