"""English templates of the codes of `jixiao_core.registry`."""

TEMPLATES: dict[str, str] = {
    "registry.bad_pin": (
        "{found} is not a pin; write it as junshan-department@2021.1, optionally with #sha256: and 64 "
        "hexadecimal digits"
    ),
    "registry.changed": (
        "the shipped rubric {pin} has the digest {found}, published was {published}; the installation was "
        "changed, install it again"
    ),
    "registry.digest_mismatch": (
        "the rubric {pin} has the digest {found}, the pin demands {wanted}; use the rubric that was pinned, or "
        "pin this one"
    ),
    "registry.unknown_pin": "no rubric {found} is shipped; known are {allowed}",
    "registry.unknown_pin_near": "no rubric {found} is shipped, perhaps {nearest} is meant; known are {allowed}",
    "registry.unknown_series": "no rubric of the series {found} is shipped; known are {known}",
}
