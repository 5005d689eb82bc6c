"""The report: a case, what was found in it and what it lacks, as one page or document.

What is said (:mod:`~formulation.views.report.content`) is built from what others found
(:mod:`~formulation.views.report.material`), and written as a page, as Markdown, as a Word document
or as a PDF.  Nothing here searches or weighs; :func:`formulation.reporting.report` does it all.
"""
