"""What a person looks at: the map of a case, how each meaning looks, and the one room that renders.

`map` lays a case out as the text of a picture, `style` says how each kind of thing looks, and
`draw` turns the text into SVG, PNG or PDF.  Views show findings; they never look for them.
"""
