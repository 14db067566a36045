"""What sqlfluff shows for a dispatched macro: a call of its name, or a select where the macro is one."""

from collections.abc import Callable


def dispatch(name: str, _package: str) -> Callable[..., str]:
    """A stand-in for the macro of the adapter in use."""
    if name == "top_k":
        return lambda pairs, group, key, _k: f"select\n    {group},\n    {key}\nfrom {pairs}"
    return lambda *arguments: f"{name}({', '.join(str(argument) for argument in arguments)})"
