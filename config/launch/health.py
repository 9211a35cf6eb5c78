"""A container's health check: does the web server here answer? Run by path, standard library only.

`python config/launch/health.py /healthz` exits with 0 or 1.
"""

import os
import sys
import urllib.request


def main(path: str) -> int:
    """0 when 127.0.0.1:$PORT (8000) answers `path` with 200, asked under an allowed name."""
    names = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",")]
    host = next((name.lstrip(".") for name in names if name.strip("*. ")), "localhost")
    address = f"http://127.0.0.1:{os.environ.get('PORT') or '8000'}{path}"
    request = urllib.request.Request(address, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1  # noqa: PLR2004 (OK)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
