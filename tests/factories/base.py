"""factory_boy without its half-finished types: what a factory makes is Any to mypy."""

import importlib
from typing import Any

factory: Any = importlib.import_module("factory")
ModelFactory: Any = importlib.import_module("factory.django").DjangoModelFactory
