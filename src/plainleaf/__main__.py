"""``python -m plainleaf``."""

from plainleaf.cli import run

if __name__ == "__main__":
    run()
