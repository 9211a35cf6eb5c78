"""Is the demo's port free? Run on its own, before anything is installed: standard library only."""

import errno
import socket
import sys

HIGHEST = 65535


def problem(text: str) -> str | None:
    """One line that says why 127.0.0.1:`text` cannot be served, or None when it can."""
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST:
        return f"PORT={text} is not a port; choose one from 1024 to {HIGHEST}: make demo PORT=8001"
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = port + 1 if port < HIGHEST else 8000
            if error.errno == errno.EADDRINUSE:
                return f"port {port} is in use; choose another: make demo PORT={other}"
            return f"port {port} cannot be used ({error.strerror}); try make demo PORT=8001"
    return None


if __name__ == "__main__":
    said = None if "--exit" in sys.argv[2:] else problem(sys.argv[1])
    if said:
        print(said, file=sys.stderr)
        sys.exit(1)
