"""How long things take, beside a target or a peer; nothing is asserted of the times."""
