"""What the library promises, as sentences with evidence."""
