"""What makes a passage suspicious: orders, imitated prompts, hidden text, telling words, stuffing."""
