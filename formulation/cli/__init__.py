"""The command ``formulation``: what the library does, from a terminal.

`app` lists the commands; each lives in a module named after what it does.  `speaking` is the one
place that writes to a terminal, `running` the one place that turns an error into a sentence and an
exit code, and `reading` the one place that opens the cases a command is given.
"""
