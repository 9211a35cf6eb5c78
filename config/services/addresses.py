"""The embedded servers' URLs, for settings when DATABASE_URL or REDIS_URL is unset."""

from pathlib import Path

from config.services.state import Server, read, var_folder

# Nothing listens there: commands that need no server work, all others fail at once.
CLOSED_PORT = 1


def database_url(root: Path) -> str:
    """The embedded PostgreSQL of the clone at `root`; a closed port before its first start."""
    server = read(var_folder(root)).postgres
    return postgres_url(server) if server else f"postgres://fairlead@127.0.0.1:{CLOSED_PORT}/none"


def redis_url(root: Path) -> str:
    """The embedded Valkey of the clone at `root`; a closed port before its first start."""
    server = read(var_folder(root)).broker
    return broker_url(server) if server else f"redis://127.0.0.1:{CLOSED_PORT}/0"


def postgres_url(server: Server) -> str:
    return (
        f"postgres://{server.user}:{server.password}@{server.host}:{server.port}/{server.database}"
    )


def broker_url(server: Server) -> str:
    return f"redis://:{server.password}@{server.host}:{server.port}/0"
