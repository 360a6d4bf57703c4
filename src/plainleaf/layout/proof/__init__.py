"""A proof on paper: every text of a catalogue beside its English, for the person who reviews a translation."""
