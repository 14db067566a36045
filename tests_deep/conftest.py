"""The demo platform that the long tests share with the others."""

from tests.conftest import demo_platform

__all__ = ["demo_platform"]
