"""English templates of the codes of `jixiao_core.present.charts`: drawings of sheets, reviews and bridges."""

TEMPLATES: dict[str, str] = {
    "charts.no_library": "charts need matplotlib; install it with pip install 'jixiao-core[charts]'",
}
