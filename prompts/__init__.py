"""What we ask a language model: one versioned file a prompt, filled strictly."""
