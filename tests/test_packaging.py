"""What the installed wheel carries."""

from importlib import metadata, resources

import jixiao_core


def test_version_is_that_of_the_metadata():
    assert jixiao_core.__version__ == metadata.version("jixiao-core")


def test_typed_data_and_catalogues_are_inside():
    package = resources.files("jixiao_core")
    assert package.joinpath("py.typed").is_file()
    assert package.joinpath("data", "facts.toml").is_file()
    assert package.joinpath("data", "rubrics.lock").is_file()
    for series in ("junshan-department", "junshan-project"):
        assert package.joinpath("data", "rubrics", series, "2021.1.lint.toml").is_file()
    for name in ("junshan-department", "junshan-project"):
        assert package.joinpath("data", "vectors", name, "2021.1.json").is_file()
    assert package.joinpath("data", "verify_sheet.py").is_file()
    assert package.joinpath("data", "schemas", "vectors.schema.json").is_file()
    for language in ("en", "zh_Hans_CN"):
        folder = package.joinpath("locale", language, "LC_MESSAGES")
        assert any(entry.name.endswith(".mo") for entry in folder.iterdir())


def test_the_core_needs_three_packages():
    """Everything beyond attrs, cattrs and babel is an extra."""
    needed = {line.split(">")[0].strip() for line in metadata.requires("jixiao-core") or () if "extra ==" not in line}
    assert needed == {"attrs", "cattrs", "babel"}


def test_extras():
    extras = set(metadata.metadata("jixiao-core").get_all("Provides-Extra") or ())
    assert extras == {"cli", "frames", "sql", "docx", "xlsx", "charts", "hypothesis"}
