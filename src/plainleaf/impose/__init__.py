"""Stage 7, for paper only: the pages of a finished leaflet on larger sheets, as a booklet or several to a side."""
