"""The values that the modules of a package define: what rules hand around, or read once for the whole run."""

import importlib
import pkgutil
from dataclasses import is_dataclass
from types import ModuleType


def values_of(package: ModuleType) -> list[type]:
    """Return every dataclass that a module of the package, or the package itself, defines."""
    inner = [one.name for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    names = [package.__name__, *inner]
    found = [one for name in names for one in vars(importlib.import_module(name)).values()]
    classes = dict.fromkeys(one for one in found if isinstance(one, type) and is_dataclass(one))
    return [one for one in classes if one.__module__ in names]
