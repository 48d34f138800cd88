"""A pin that is not shipped is refused in words, in both languages."""

import pytest

from jixiao_core import present, registry
from jixiao_core.errors import UnknownNameError


@pytest.mark.parametrize(
    ("pin", "code"),
    [("village@2021.1", "registry.unknown_pin"), ("junshan-projct@2021.1", "registry.unknown_pin_near")],
)
@pytest.mark.parametrize("locale", ["en", "zh_Hans_CN"])
def test_an_unknown_pin_lists_those_that_are_shipped(pin, code, locale):
    with pytest.raises(UnknownNameError) as caught:
        registry.load(pin)
    assert caught.value.code == code
    shown = present.render_error(caught.value, locale)
    assert all(name in shown for name in (pin, *registry.shipped()))
    assert pin in str(caught.value)
