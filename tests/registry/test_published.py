"""What was published never changes: the digests stand here once more, beside the table that is shipped."""

import pytest

from jixiao_core import exchange, registry
from jixiao_core.errors import FormatError

PUBLISHED = {
    "junshan-department@2021.1": "sha256:11ece3d82da45768662d6ac2a5c4eed342fb8b2be49295f8eb7a9945f3b3e285",
    "junshan-project@2021.1": "sha256:b08469ce0269b994dc6e1434b28d080bd829b92e7ce2149a78b362e4eea630e6",
}


@pytest.mark.parametrize(("pin", "digest"), PUBLISHED.items())
def test_a_published_rubric_is_what_it_was(pin, digest):
    """A correction is a new revision; neither the file nor the table of digests may change."""
    assert registry.load(f"{pin}#{digest}").digest == digest
    assert dict(registry.lock([pin]).entries)[pin].digest == digest


def test_another_digest_is_refused():
    with pytest.raises(FormatError) as caught:
        registry.load(f"junshan-department@2021.1#sha256:{'0' * 64}")
    assert caught.value.code == "registry.digest_mismatch"


def test_a_changed_installation_is_told(tmp_path):
    """The file of a shipped rubric that no longer has its published digest is not handed out."""
    pin, digest = next(iter(PUBLISHED.items()))
    text = exchange.to_toml(registry.load(pin))
    (tmp_path / "rubrics.lock").write_text(f'["{pin}"]\nfile = "a.toml"\ndigest = "{digest}"\n', encoding="utf-8")
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    shelf = registry.Shelf.at(tmp_path)
    assert shelf.load(pin).digest == digest
    (tmp_path / "a.toml").write_text(
        text.replace("每超过一个百分点扣0.5分", "每超过一个百分点扣0.6分"), encoding="utf-8"
    )
    with pytest.raises(FormatError) as caught:
        shelf.load(pin)
    assert caught.value.code == "registry.changed"
