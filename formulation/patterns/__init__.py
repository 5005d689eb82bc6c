"""Named patterns: data that read like a case with letters for names, and the search for them."""
