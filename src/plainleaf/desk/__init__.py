"""The translator's desk: templates, catalogues that keep up with the English, and how far each language is."""
