"""An independent check of finished files against PDF/UA-1 and the parts of PDF/A-2a that a tagged file needs.

Nothing here shares code with the writer: pikepdf (qpdf) parses the file, the font programs are read here.
The checks follow the Matterhorn Protocol 1.1 (PDF Association, 2021), which lists how a file can fail
ISO 14289-1. Its conditions that need a person (is the alternative text a good one?) are left out.
"""

from __future__ import annotations

import pdfua_content_checks  # noqa: F401  (each import registers its checks)
import pdfua_file_checks  # noqa: F401
import pdfua_font_checks  # noqa: F401
import pdfua_structure_checks  # noqa: F401
from pdfua_reading import read_file
from pdfua_registry import CHECKS, Failure

__all__ = ["CHECKS", "Failure", "check_pdfua"]


def check_pdfua(pdf: bytes) -> list[Failure]:
    """Return every failure of the file *pdf*; a good file has none."""
    with read_file(pdf) as reading:
        return [failure for check in CHECKS for failure in check.run(reading)]
