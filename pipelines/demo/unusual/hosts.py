"""Hosts that have too many interns at once, all colleges together."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from pipelines.demo.internships import Internship
from pipelines.demo.organisations import Enterprise

_ALLOWED_PER_CENT = 10
_CLEARLY_OVER = 3
"""Interns above what is allowed from which a host is named, so that a refused row changes nothing."""


def crowded_hosts(posts: Sequence[Internship]) -> list[tuple[Enterprise, int, date]]:
    """Return the hosts clearly over the share, how many interns they had on their peak day, and that day."""
    by_host: dict[Enterprise, list[Internship]] = defaultdict(list)
    for post in posts:
        by_host[post.host].append(post)
    found = []
    for host in sorted(by_host, key=lambda e: e.uscc):
        most, day = _peak(by_host[host])
        if most >= host.headcount * _ALLOWED_PER_CENT // 100 + _CLEARLY_OVER:
            found.append((host, most, day))
    return found


def _peak(posts: Sequence[Internship]) -> tuple[int, date]:
    """Return the largest number of interns at one time and the first day of it; both end days count."""
    changes: dict[date, int] = defaultdict(int)
    for post in posts:
        changes[post.start] += 1
        changes[post.end + timedelta(days=1)] -= 1
    now, most, peak = 0, 0, posts[0].start
    for day in sorted(changes):
        now += changes[day]
        if now > most:
            most, peak = now, day
    return most, peak
