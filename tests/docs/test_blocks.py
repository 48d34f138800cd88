"""Every block of README and docs does what it says."""

import re

import pytest
from block_runner import (
    LANGUAGES,
    console_problems,
    make_problems,
    place_files,
    python_problems,
    toml_problems,
)
from markdown_pages import documentation_pages, page_id, read_page

from commands import at_once, in_a_process

PAGES = {page_id(path): read_page(path) for path in documentation_pages()}


def blocks(language, *, with_page=False):
    """The blocks of a language that are run, by page and line."""
    return [
        pytest.param(*((name, block) if with_page else (block,)), id=f"{name}:{block.line}")
        for name, page in PAGES.items()
        for block in page.blocks
        if block.language == language and not block.reason
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", PAGES)
def test_every_block_can_be_run_or_says_why_not(name):
    """A block of another language, or without one, stands under a comment `<!-- not run: reason -->`."""
    unknown = [f"line {block.line}: {block.language!r}" for block in PAGES[name].blocks if not block.reason]
    assert [each for each in unknown if not each.endswith(tuple(f" {known!r}" for known in LANGUAGES))] == []


@pytest.mark.parametrize("name", PAGES)
def test_files_of_a_page_have_names_of_their_own(name):
    names = [block.name for block in PAGES[name].blocks if block.name]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("block", blocks("toml"))
def test_toml(block):
    assert toml_problems(block) == []


@pytest.mark.parametrize(
    "name", [name for name, page in PAGES.items() if any(b.language == "python" for b in page.blocks)]
)
def test_python(name, folder):
    place_files(PAGES[name], folder)
    assert python_problems(PAGES[name], name) == ""


@pytest.mark.parametrize(("name", "block"), blocks("console", with_page=True))
def test_console(name, block, folder):
    place_files(PAGES[name], folder)
    # The front pages as processes, as their readers type them; the others at once.
    call = in_a_process if name.startswith("README") else at_once
    assert console_problems(block, folder, call) == []


def test_both_front_pages_can_be_followed_in_one_folder():
    """A letter in another language is another letter, and none is written over."""
    letters = [
        set(re.findall(r"-o (\S+\.docx)", block.text))
        for name in ("README.md", "README.zh-CN.md")
        for block in PAGES[name].blocks
        if "jixiao letter" in block.text
    ]
    assert all(letters)
    assert set.intersection(*letters) == set()


@pytest.mark.parametrize("block", blocks(""))
def test_make_targets(block):
    assert make_problems(block) == []
