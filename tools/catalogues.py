"""
Keep the gettext catalogues in step with the English templates.

Every layer has a domain. English: msgstr = template. Chinese: translations are kept, new codes are added empty,
obsolete ones are dropped. Both are compiled. `--check` changes nothing and exits with 1 when something is not in step.
"""

from __future__ import annotations

import datetime as dt
import io
import string
import sys
from importlib import import_module
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent / "src" / "jixiao_core"
LOCALE = ROOT / "locale"
EPOCH = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
LANGUAGES = ("en", "zh_Hans_CN")


def layers() -> list[str]:
    return sorted(path.stem for path in (ROOT / "_templates").glob("*.py") if path.stem != "__init__")


def templates(layer: str) -> dict[str, str]:
    return dict(import_module(f"jixiao_core._templates.{layer}").TEMPLATES)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def translations(language: str, layer: str, texts: dict[str, str]) -> dict[str, str]:
    if language == "en":
        return texts
    path = LOCALE / language / "LC_MESSAGES" / f"{layer}.po"
    if not path.exists():
        return dict.fromkeys(texts, "")
    with path.open("rb") as stream:
        known = {message.context: str(message.string) for message in read_po(stream, locale=language) if message.id}
    return {code: known.get(code, "") for code in texts}


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def po_text(language: str, texts: dict[str, str], translated: dict[str, str]) -> str:
    head = ["Language: " + language, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines = ['msgid ""', 'msgstr ""', *(quoted(line + "\n") for line in [*head, "Content-Transfer-Encoding: 8bit"]), ""]
    for code in sorted(texts):
        lines += [f"msgctxt {quoted(code)}", f"msgid {quoted(texts[code])}", f"msgstr {quoted(translated[code])}", ""]
    return "\n".join(lines)


def mo_bytes(language: str, texts: dict[str, str], translated: dict[str, str]) -> bytes:
    # A fixed date keeps the compiled bytes the same for the same texts.
    catalog = Catalog(locale=language, fuzzy=False, creation_date=EPOCH, revision_date=EPOCH)
    for code, text in texts.items():
        if translated[code]:
            catalog.add(text, translated[code], context=code)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def entries(data: bytes) -> dict[str | None, str]:
    return {message.context: str(message.string) for message in read_mo(io.BytesIO(data)) if message.id}


def problems(language: str, layer: str, *, write: bool) -> list[str]:
    texts = templates(layer)
    translated = translations(language, layer, texts)
    folder = LOCALE / language / "LC_MESSAGES"
    po, mo = folder / f"{layer}.po", folder / f"{layer}.mo"
    wanted = po_text(language, texts, translated)
    found = [f"{language}/{layer}: {code} is not translated" for code in texts if not translated[code]]
    for code, text in texts.items():
        if translated[code] and fields(text) != fields(translated[code]):
            found.append(f"{language}/{layer}: {code} has other parameters than its template")
    if write:
        folder.mkdir(parents=True, exist_ok=True)
        po.write_text(wanted, encoding="utf-8")
        mo.write_bytes(mo_bytes(language, texts, translated))
        return found
    if not po.exists() or po.read_text(encoding="utf-8") != wanted:
        found.append(f"{language}/{layer}: the .po is not in step; run `make catalogues`")
    # The bytes of a .mo carry the version of Babel in their header; what counts is what they say.
    if not mo.exists() or entries(mo.read_bytes()) != entries(mo_bytes(language, texts, translated)):
        found.append(f"{language}/{layer}: the .mo is not in step; run `make catalogues`")
    return found


def main(arguments: list[str]) -> int:
    write = "--check" not in arguments
    found = [line for language in LANGUAGES for layer in layers() for line in problems(language, layer, write=write)]
    print("\n".join(found) or "catalogues are in step")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
