"""``python -m plainleaf``."""

from plainleaf.cli import main

if __name__ == "__main__":
    main()
