"""English templates of the codes of `jixiao_core.exact`."""

TEMPLATES: dict[str, str] = {
    "exact.float": 'the float {found} is not exact; write the number as text, for example "0.1"',
}
