"""Great Expectations as independent referee: the one adapter to it.

It judges the contract's built-in rules again on accepted rows, by suites of its own. Rules that need code
are outside it; `outside_referee` lists them.
"""
