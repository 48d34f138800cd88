"""A project's own rubrics: what a folder gives, and that nothing outside it is read."""

import os
import subprocess
import sys
from fractions import Fraction

import pytest
from overlay_texts import overlay

from jixiao_core import registry
from jixiao_core.errors import FormatError, LimitError, UnknownNameError
from jixiao_core.registry import folders

PINS = ("bing-project@2021.1", "jia-county@2022.1", "yi-town@2022.1")


def codes(caught) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in caught.value.problems]


class TestWhatAFolderGives:
    def test_its_pins_in_order_and_no_shipped_ones(self, project):
        assert registry.folder(project).pins == PINS

    def test_overlays_on_overlays(self, project):
        found = registry.folder(project)
        town, jia = found.load("yi-town@2022.1"), found.load("jia-county@2022.1")
        assert town.derived_from == f"{jia.pin}#{jia.digest}"
        assert town["process.asset_management.fixed_asset_utilisation"].formula.deduct == Fraction(1, 5)

    def test_load_holds_to_the_digest(self, project):
        found = registry.folder(project)
        digest = found.load("jia-county@2022.1").digest
        assert found.load(f"jia-county@2022.1#{digest}").pin == "jia-county@2022.1"
        with pytest.raises(FormatError) as caught:
            found.load(f"jia-county@2022.1#sha256:{'0' * 64}")
        assert codes(caught) == [("registry.digest_mismatch", "")]

    def test_unknown_names_list_the_known_ones(self, project):
        found = registry.folder(project)
        with pytest.raises(UnknownNameError) as caught:
            found.load("jia-conty@2022.1")
        assert caught.value.problems[0].message["allowed"] == PINS
        with pytest.raises(UnknownNameError) as caught:
            found.editions("ding")
        assert set(caught.value.problems[0].message["known"]) == {"bing-project", "jia-county", "yi-town"}

    def test_editions_and_candidates(self, project):
        more = overlay("jia-county", more="fiscal_years = { first = 2023, last = 2024 }").replace("= 2022", "= 2023")
        (project / "later.toml").write_text(more, encoding="utf-8")
        found = registry.folder(project)
        assert found.editions("jia-county") == ("jia-county@2022.1", "jia-county@2023.1")
        assert found.candidates("jia-county", 2024) == ("jia-county@2023.1",)
        assert found.candidates("jia-county", 2030) == ()

    def test_open(self, project):
        assert registry.open(project, "jia-county@2022.1").pin == "jia-county@2022.1"
        assert registry.open(project / "town.toml").pin == "yi-town@2022.1"
        with pytest.raises(UnknownNameError) as caught:
            registry.open(project)
        assert caught.value.problems[0].message["known"] == PINS
        for name in ("town.toml", "own.json"):
            (project / name).unlink()
        assert registry.open(project).pin == "jia-county@2022.1"

    def test_a_file_that_is_another_rubric_than_was_asked_for(self, project):
        with pytest.raises(FormatError) as caught:
            registry.open(project / "jia.toml", "yi-town@2022.1")
        assert codes(caught) == [("registry.other_pin", "")]


class TestWhatIsWrongInAFolder:
    def test_all_problems_of_all_files_at_once(self, project):
        (project / "a.toml").write_text("series = 1", encoding="utf-8")
        (project / "b.json").write_text("{", encoding="utf-8")
        (project / "c.toml").write_text('x = "a case, not a table"', encoding="utf-8")
        (project / "d.toml").write_text(overlay("jia-county"), encoding="utf-8")
        (project / "e.toml").write_text(overlay("ding", "nowhere@2021.1"), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        found = codes(caught)
        assert ("exchange.wrong_type", "a.toml.series") in found
        assert ("exchange.syntax", "b.json") in found
        assert ("registry.no_rubric", "c.toml") in found
        assert ("registry.base_unknown", "e.toml.derived_from") in found
        # two files have one pin, so nobody knows from which of them the town's table is derived
        assert ("registry.pin_twice", "jia.toml") in found
        assert ("registry.base_twice", "town.toml.derived_from") in found

    def test_a_shipped_rubric_is_not_repeated(self, project):
        same = overlay("junshan-department").replace("2022", "2021")
        (project / "same.toml").write_text(same, encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        assert ("rubrics.overlay_same_pin", "same.toml.series") in codes(caught)

    def test_circles(self, tmp_path):
        for name, base in (("a", "b"), ("b", "c"), ("c", "a")):
            (tmp_path / f"{name}.toml").write_text(overlay(name, f"{base}@2022.1"), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(tmp_path)
        assert codes(caught) == [("registry.base_circle", f"{name}.toml.derived_from") for name in "abc"]
        assert caught.value.problems[0].message["files"] == ("'a.toml'", "'b.toml'", "'c.toml'", "'a.toml'")

    def test_an_overlay_on_itself(self, tmp_path):
        (tmp_path / "a.toml").write_text(overlay("a", "a@2022.1"), encoding="utf-8")
        for call in (lambda: registry.folder(tmp_path), lambda: registry.open(tmp_path / "a.toml")):
            with pytest.raises(FormatError) as caught:
                call()
            assert caught.value.code == "registry.base_circle"

    def test_eight_overlays_may_stand_on_one_another_and_nine_may_not(self, tmp_path):
        base = "junshan-department@2021.1"
        for number in range(folders.MAX_DERIVED + 2):
            (tmp_path / f"o{number}.toml").write_text(overlay(f"o{number}", base), encoding="utf-8")
            base = f"o{number}@2022.1"
        (tmp_path / f"o{folders.MAX_DERIVED + 1}.toml").unlink()
        # o0 stands on a table, o8 on eight overlays
        assert registry.open(tmp_path / f"o{folders.MAX_DERIVED}.toml").series == "o8"
        (tmp_path / "o9.toml").write_text(overlay("o9", "o8@2022.1"), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.open(tmp_path / "o9.toml")
        assert caught.value.code in ("registry.base_too_deep", "registry.base_broken")

    @pytest.mark.parametrize("order", [range(12), range(11, -1, -1), (6, 11, 0, 3, 9, 1, 10, 4, 8, 2, 7, 5)])
    def test_the_verdict_on_a_file_depends_neither_on_names_nor_on_where_one_begins(self, tmp_path, order):
        """The names of the files sort as `order` says; o0 stands on a shipped table, each other one on the one before."""
        bases = ("junshan-department@2021.1", *(f"o{number}@2022.1" for number in range(11)))
        files = {number: f"{place:02}.toml" for place, number in enumerate(order)}
        for number, base in enumerate(bases):
            (tmp_path / files[number]).write_text(overlay(f"o{number}", base), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(tmp_path)
        refused = {9, 10, 11}
        assert sorted(codes(caught)) == sorted(
            ("registry.base_too_deep", f"{files[number]}.derived_from") for number in refused
        )
        for number, file in files.items():
            for call in (registry.open, registry.tailored):
                if number in refused:
                    with pytest.raises(FormatError) as caught:
                        call(tmp_path / file)
                    assert codes(caught) == [("registry.base_too_deep", "derived_from")]
                else:
                    call(tmp_path / file)
        for number in refused:
            (tmp_path / files[number]).unlink()
        assert len(registry.folder(tmp_path).pins) == 9

    @pytest.mark.parametrize("first", ["0.toml", "z.toml"])
    def test_what_stands_on_a_circle_or_on_a_broken_file_is_told_the_same_from_everywhere(self, tmp_path, first):
        (tmp_path / first).write_text(overlay("outer", "a@2022.1"), encoding="utf-8")
        for name, base in (("a", "b"), ("b", "a")):
            (tmp_path / f"{name}.toml").write_text(overlay(name, f"{base}@2022.1"), encoding="utf-8")
        (tmp_path / "p.toml").write_text(overlay("p", "q@2022.1"), encoding="utf-8")
        (tmp_path / "q.toml").write_text(overlay("q", "no pin"), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(tmp_path)
        circle = [("registry.base_circle", f"{name}.derived_from") for name in (first, "a.toml", "b.toml")]
        broken = [("registry.base_broken", "p.toml.derived_from"), ("registry.bad_pin", "q.toml.derived_from")]
        assert sorted(codes(caught)) == sorted([*circle, *broken])
        with pytest.raises(FormatError) as caught:
            registry.open(tmp_path / first)
        assert codes(caught) == [("registry.base_circle", "derived_from")]
        assert caught.value.problems[0].message["files"] == ("'a.toml'", "'b.toml'", "'a.toml'")

    def test_the_digest_of_a_base_in_the_folder_must_be_met(self, project):
        wrong = overlay("ding", f"jia-county@2022.1#sha256:{'0' * 64}")
        (project / "d.toml").write_text(wrong, encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        assert codes(caught) == [("registry.digest_mismatch", "d.toml.derived_from")]


class TestHostileFolders:
    def test_a_link_is_not_followed(self, project, tmp_path):
        secret = tmp_path / "secret.toml"
        secret.write_text(overlay("secret"), encoding="utf-8")
        (project / "link.toml").symlink_to(secret)
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        assert codes(caught) == [("exchange.is_link", "link.toml")]

    def test_a_base_outside_the_folder_is_not_found(self, tmp_path):
        inside = tmp_path / "inside"
        inside.mkdir()
        (tmp_path / "base.toml").write_text(overlay("outside"), encoding="utf-8")
        (inside / "a.toml").write_text(overlay("a", "outside@2022.1"), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.open(inside / "a.toml")
        assert codes(caught) == [("registry.base_unknown", "derived_from")]

    @pytest.mark.parametrize("pin", ["../base@2022.1", "a/../b@2022.1", "/etc/passwd", "base@2022.1/../..", "a@1.1\n"])
    def test_a_pin_is_never_a_path(self, project, pin):
        (project / "a.toml").write_text(overlay("a", pin.replace("\n", "\\n")), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        assert codes(caught) == [("registry.bad_pin", "a.toml.derived_from")]
        with pytest.raises(FormatError):
            registry.folder(project / ".." / "rubrics" / "missing")

    def test_a_pipe_is_refused_at_once(self, project):
        os.mkfifo(project / "pipe.toml")
        code = (
            "import sys\nfrom jixiao_core import registry\n"
            "try: registry.folder(sys.argv[1])\nexcept Exception as error: print(error.code)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(project)], check=False, capture_output=True, text=True, timeout=60
        )
        assert done.stdout.strip() == "exchange.not_a_file"

    def test_hidden_files_folders_and_other_files_are_not_looked_at(self, project):
        for name in (".hidden.toml", "notes.txt", "jia.lint.toml", "jixiao.lock"):
            (project / name).write_bytes(b"\xff[[[")
        (project / "inner.toml").mkdir()
        assert registry.folder(project).pins == PINS

    def test_a_huge_file_is_refused_by_its_size(self, project):
        with (project / "huge.toml").open("wb") as stream:
            stream.truncate(5 * 1024 * 1024)
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        assert codes(caught) == [("exchange.too_large", "huge.toml")]

    def test_thousands_of_files_are_refused(self, tmp_path):
        for number in range(folders.MAX_FILES + 1):
            (tmp_path / f"f{number}.toml").touch()
        with pytest.raises(LimitError) as caught:
            registry.folder(tmp_path)
        assert codes(caught) == [("registry.too_many_files", "")]

    def test_names_that_cannot_be_printed(self, project):
        for name in ("a\u202eb.toml", "line\nbreak.toml"):
            (project / name).write_text(overlay("x"), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            registry.folder(project)
        assert {code for code, _ in codes(caught)} == {"registry.bad_file_name"}
        assert all(problem.path.isprintable() for problem in caught.value.problems)

    def test_what_is_no_folder(self, tmp_path):
        for path in (tmp_path / "none", "a\0b"):
            with pytest.raises(FormatError) as caught:
                registry.folder(path)
            assert codes(caught) == [("registry.no_folder", "")]
