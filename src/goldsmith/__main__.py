"""The program `goldsmith`."""

import sys

from goldsmith.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
