"""Text on paper: shaping (HarfBuzz), direction (UAX #9), line breaking (ICU)."""

from plainleaf.layout.text.setting import ShapedText, SizedFace, TextStyle, break_lines, shape_words

__all__ = ["ShapedText", "SizedFace", "TextStyle", "break_lines", "shape_words"]
