"""What people see: the panel, its frame, pages and words in English and French."""
