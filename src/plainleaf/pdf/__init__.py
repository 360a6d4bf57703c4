"""Stage 5: write a laid-out document down as tagged PDF 1.7 that is PDF/UA-1 and PDF/A-2a at once."""

from plainleaf.pdf.writer import write_pdf

__all__ = ["write_pdf"]
