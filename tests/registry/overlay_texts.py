"""Small overlays as text."""

HEAD = """derived_from = "{base}"
series = "{series}"
edition = 2022
revision = 1
reason = "试行"
"""


def overlay(series: str, base: str = "junshan-department@2021.1", more: str = "") -> str:
    return HEAD.format(series=series, base=base) + more
