"""The clinic's page (``plainleaf serve``) and its API: a face of the same stages, on this machine only."""
