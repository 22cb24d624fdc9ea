"""Training: from statements with themes to weights that hear the same issue in other words.

Nothing is imported here: `examples`, `folds`, `settings` and `batches` need no model library.
"""
