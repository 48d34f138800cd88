"""Messages and errors as values: rendering, catalogues, pickles, copies."""

import copy
import pickle
import string
from fractions import Fraction
from importlib import import_module, resources

import pytest
from babel.messages.mofile import read_mo

from jixiao_core import errors
from jixiao_core._templates import present
from jixiao_core._templates.pages import bridge, differences, questions, sensitivity
from jixiao_core.errors import InvalidValueError, JixiaoError, Problem, raise_if
from jixiao_core.messages import LAYERS, Message, Text, number_text, template

TEMPLATED = tuple(
    layer for layer in LAYERS if resources.files("jixiao_core").joinpath("_templates", f"{layer}.py").is_file()
)
EXCEPTIONS = tuple(each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, JixiaoError))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def catalogue(language: str, layer: str) -> dict[str, tuple[str, str]]:
    path = resources.files("jixiao_core").joinpath("locale", language, "LC_MESSAGES", f"{layer}.mo")
    with path.open("rb") as stream:
        messages = [each for each in read_mo(stream) if each.id]
    # Babel leaves the context of a compiled message as bytes.
    return {str(each.context, "utf-8"): (str(each.id), str(each.string)) for each in messages}


def test_no_code_has_two_templates():
    """The templates of pages stand in several modules: a code that two of them have would hide one."""
    parts = (present._SHARED, *(each.TEMPLATES for each in (bridge, differences, questions, sensitivity)))
    assert sum(map(len, parts)) == len(present.TEMPLATES)


@pytest.mark.parametrize("language", ["en", "zh_Hans_CN"])
@pytest.mark.parametrize("layer", TEMPLATED)
class TestCatalogues:
    """Both catalogues are complete, current and carry the parameters of the templates."""

    def test_codes(self, layer, language):
        templates = import_module(f"jixiao_core._templates.{layer}").TEMPLATES
        assert set(templates) == set(catalogue(language, layer))

    def test_templates_are_current(self, layer, language):
        templates = import_module(f"jixiao_core._templates.{layer}").TEMPLATES
        assert templates == {code: source for code, (source, _) in catalogue(language, layer).items()}

    def test_parameters(self, layer, language):
        for code, (source, translated) in catalogue(language, layer).items():
            assert fields(source) == fields(translated), code
            assert translated.strip(), code

    def test_codes_name_their_layer(self, layer, language):
        assert all(code.startswith(f"{layer}.") for code in catalogue(language, layer))


def test_every_chinese_text_is_chinese():
    """Catches templates that were copied instead of translated."""
    for layer in TEMPLATED:
        for code, (_, translated) in catalogue("zh_Hans_CN", layer).items():
            bare = translated
            for name in fields(translated):
                bare = bare.replace(f"{{{name}}}", "")
            words = any("a" <= char.lower() <= "z" for char in bare)
            assert not words or any("一" <= char <= "鿿" for char in bare), code


def test_the_words_that_we_never_use():
    """Source: courtesy. The library supports a reviewer's judgement and accuses nobody."""
    never = ("fraud", "violat", "proof", "illegal", "audit", "造假", "违法", "虚报", "舞弊", "欺")
    for layer in TEMPLATED:
        for language in ("en", "zh_Hans_CN"):
            for code, (_, translated) in catalogue(language, layer).items():
                # The closing line may: it says what a computation is not.
                assert code == "present.closing" or not any(word in translated.lower() for word in never), code


def test_text_of_parameters_is_never_formatted_again():
    """Braces in untrusted text stay braces."""
    hostile = "{found.__class__} {0} {code}"
    assert hostile in str(Message.of("exact.not_a_number", found=hostile))


def test_unknown_codes_are_defects():
    with pytest.raises(KeyError):
        template("nowhere.nothing")


def test_text_falls_back_to_chinese():
    assert Text("优").of("en") == "优"
    assert Text("优", "Excellent").of("en") == "Excellent"
    assert Text("优", "Excellent").of("zh_Hans_CN") == "优"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-7, 8), "-0.875"),
        (Fraction(1, 3), "1/3"),
        (Fraction(10**20), "1" + "0" * 20),
        (Fraction(1, 10**20), "0." + "0" * 19 + "1"),
    ],
)
def test_number_text_is_exact(value, text):
    assert number_text(value) == text
    assert Fraction(text) == value


@pytest.mark.parametrize("exception", EXCEPTIONS)
class TestExceptions:
    """Exceptions survive pickling and copying, and say all their problems."""

    problems = (
        Problem(Message.of("exact.float", found="0.1"), "points"),
        Problem(Message.of("exact.blank", found="''"), "indicators[3].formula.step"),
    )

    def test_pickle_and_copy(self, exception):
        error = exception(*self.problems)
        for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(twin) is exception
            assert twin.problems == self.problems
            assert str(twin) == str(error)

    def test_text(self, exception):
        lines = str(exception(*self.problems)).splitlines()
        assert len(lines) == 2
        assert lines[0].startswith("points: ")
        assert lines[1].startswith("indicators[3].formula.step: ")

    def test_is_also_what_callers_catch(self, exception):
        if exception is not JixiaoError:
            assert issubclass(exception, (ValueError, LookupError))


def test_paths_are_joined_outwards():
    problem = Problem(Message.of("exact.float", found="0.1"), "step")
    assert problem.under("formula").under("indicators[3]").path == "indicators[3].formula.step"
    assert Problem(problem.message, "[2]").under("claims").path == "claims[2]"
    assert Problem(problem.message).under("points").path == "points"


def test_endless_problems_are_cut_before_they_are_made():
    """A hostile file has any number of mistakes; a hundred are told, and that there are more."""
    made = []

    def endless():
        while True:
            made.append(Problem(Message.of("exact.blank", found="''"), f"[{len(made)}]"))
            yield made[-1]

    with pytest.raises(InvalidValueError) as caught:
        raise_if(endless())
    assert len(caught.value.problems) == 100
    assert caught.value.problems[-1].code == "exact.more_problems"
    assert len(made) == 101
