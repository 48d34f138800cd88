"""The documentation site: `make docs` builds it, every warning is an error, nothing is fetched from a network."""

import sys
from importlib.metadata import version as installed
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

project = "jixiao-core"
author = "The jixiao-core developers"
version = release = installed("jixiao-core")
project_copyright = ""
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "site_extension"]
exclude_patterns = ["_build"]
root_doc = "index"
nitpicky = True
default_role = "code"  # docstrings and pages write code as Markdown does
suppress_warnings = ["toc.multiple_toc_parents"]  # the glossary stands in the lists of both languages

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 6
nb_execution_mode = "off"  # `make notebook` runs it

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
maximum_signature_line_length = 80
napoleon_numpy_docstring = False
napoleon_use_ivar = True
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_title = "绩效核心 jixiao-core"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = True
pygments_dark_style = "github-dark"
html_search_language = "en_zh"
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None  # the same sources give the same pages
