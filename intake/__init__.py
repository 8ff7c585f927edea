"""What arrives: CSV and XLSX files, or a form, turned into drafts or into problems said in a sentence."""
