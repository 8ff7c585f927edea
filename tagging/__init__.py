"""What we suggest: a program goes in, ranked concepts with evidence and probabilities come out."""
