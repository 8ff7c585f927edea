"""Fitting the offline profile on our own texts; needs scikit-learn, and nothing here is imported when tagging."""
