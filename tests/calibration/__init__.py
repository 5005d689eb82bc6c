"""How often weighing cries wolf, and how long a diary must be: measured on made-up diaries.

``python -m tests.calibration`` simulates thousands of diaries in which the truth is known, weighs
them as :func:`formulation.weigh` does, and prints how often each method was fooled.  What it
printed, and what that means for someone who keeps a diary, is in ``docs/calibration.md``.

The diaries are made by a generator of their own (``streams``) and not by ``formulation.simulate``,
so that one mistake cannot hide in both.
"""
