"""Is it more than chance?  Outcomes in exposed against unexposed time, within time at risk.

`questions` reads what a pattern asks of a case, `exposure` counts, `rates` holds the exact test,
`nulls` the tests that keep each stream's clustering, `risk_sets` compares like ages, `change` looks
before and after an event, and `weigh` brings them together.  Nothing is searched for here that
``patterns`` does not find, and nothing here says anything but in what order events came.
"""
