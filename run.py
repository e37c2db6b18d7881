"""The command of Halo Bestie: it serves one node; `python run.py --help` tells more."""

from halobestie.cli import main

if __name__ == "__main__":
    main()
