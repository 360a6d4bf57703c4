"""plainleaf prints accessible, large-print patient leaflets from one source of truth."""

__version__ = "0.1.0"
