"""QR codes: segno's one home."""

from __future__ import annotations


def encode_qr(text: str) -> tuple[str, ...]:
    """Return the modules of the QR code for *text* (error level M), a row of "0" and "1" for each line.

    No less of it is drawn than ISO/IEC 18004 asks for; the four modules of white around it are the layout's.
    """
    import segno

    code = segno.make_qr(text, error="m", boost_error=False)
    return tuple("".join("1" if module & 1 else "0" for module in row) for row in code.matrix)
