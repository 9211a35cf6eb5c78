"""The generated SECRET_KEY of a clone that was given none."""

import os
import tempfile
from pathlib import Path
from secrets import token_urlsafe

from config.services.state import make_var, var_folder


def secret_key(root: Path) -> str:
    """The key in `var/secret_key` (mode 0600), made on first use; ServiceError without a `var`."""
    var = var_folder(root)
    path = var / "secret_key"
    if not path.is_file() or not path.read_text(encoding="utf-8").strip():
        make_var(var)
        _create_once(path, token_urlsafe(50))
    return path.read_text(encoding="utf-8").strip()


def _create_once(path: Path, key: str) -> None:
    """Of several processes at once, the first one's key stays."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key + "\n")
    try:
        os.link(temporary, path)
    except FileExistsError:
        if not path.read_text(encoding="utf-8").strip():  # left empty by a full disk
            Path(temporary).replace(path)
    except OSError:  # a file system without hard links
        Path(temporary).replace(path)
    Path(temporary).unlink(missing_ok=True)
