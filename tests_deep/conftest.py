"""What the long tests share with the others: the demo platform, and its copy that privacy is searched in."""

from tests.conftest import demo_platform
from tests.privacy.conftest import city, words

__all__ = ["city", "demo_platform", "words"]
