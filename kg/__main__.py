"""Makes ``python -m kg`` the same as the command ``kg``."""

import sys

try:
    from kg.cli import main

    main()
except KeyboardInterrupt:
    print("kg: interrupted", file=sys.stderr)
    sys.exit(130)
