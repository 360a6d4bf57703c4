"""Stage 4 and 5 for the web: a leaflet as one HTML file that needs nothing else."""

from plainleaf.html.lettering import Lettering, choose_lettering
from plainleaf.html.page import write_html
from plainleaf.html.style import write_style

__all__ = ["Lettering", "choose_lettering", "write_html", "write_style"]
