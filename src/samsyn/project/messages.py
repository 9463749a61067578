"""Translations: `python -m samsyn.project.messages update|compile|check`, without any system tools.

Code and templates are written in English; each app carries its Swedish in locale/sv/LC_MESSAGES/django.po.
A word that several apps use may stand once, in base. Django merges all catalogues into one when it starts, so
the same English must mean the same Swedish everywhere; where it cannot, give it a context (pgettext).
"""

import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGE = "sv"
SHARED = "base"  # where common words stand; what project says is translated there too, as it is no app
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdif]|\{\w*\}")

Key = tuple[str | None, str]  # context and English (the singular); what gettext looks things up by


# ── What the source says ───────────────────────────────────────────────────────────────────────────────────


def used_in(app: Path) -> Catalog:
    """Every message in the code and templates of one app, with the files that it stands in."""
    catalog = Catalog(locale=LANGUAGE)
    for path in _sources(app):
        for line, message, comments, context in _messages_of(path):
            where = (
                path.relative_to(PACKAGE.parent if app.is_relative_to(PACKAGE) else app).as_posix(),
                line,
            )
            catalog.add(message, locations=[where], auto_comments=comments, context=context)
    return catalog


def _sources(app: Path) -> Iterator[Path]:
    folders = [app, app.parent / "project"] if app.name == SHARED else [app]
    for folder in folders:
        drawn = (*folder.glob("**/templates/**/*.*"), *folder.glob("**/jinja2/**/*.*"))
        for path in sorted([*folder.rglob("*.py"), *drawn]):
            if not {"tests", "migrations", "static"} & set(path.relative_to(folder).parts):
                yield path


def _messages_of(path: Path) -> Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source, method = path.read_text(encoding="utf-8"), "python"
    if "jinja2" in path.parts:
        method = "jinja2.ext:babel_extract"
    elif path.suffix != ".py":
        from django.utils.translation import templatize

        # What is left of a template keeps the template's indentation, which would not be Python's.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
    found = extract(method, io.BytesIO(source.encode()), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
    return list(found)  # type: ignore[arg-type]


# ── Catalogues ─────────────────────────────────────────────────────────────────────────────────────────────


def apps() -> list[Path]:
    """The folders that have words of their own."""
    return sorted(
        path for path in PACKAGE.iterdir() if (path / "__init__.py").exists() and path.name != "project"
    )


def catalogue_of(app: Path) -> Path:
    return app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def read(app: Path) -> Catalog:
    path = catalogue_of(app)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update() -> None:
    """Bring every catalogue up to date: new messages come in empty, unused ones go, translations stay."""
    used = {app: used_in(app) for app in apps()}
    anywhere = {key for catalog in used.values() for key in _by_key(catalog)}
    shared = _by_key(read(PACKAGE / SHARED))
    in_base = set(shared) | set(_by_key(used[PACKAGE / SHARED]))
    elsewhere = {key: old for app in apps() for key, old in _by_key(read(app)).items() if _is_translated(old)}
    for app, messages in used.items():
        known = _by_key(read(app))
        fresh = Catalog(locale=LANGUAGE)
        wanted = _by_key(messages)
        if app.name == SHARED:
            wanted |= {
                key: message for key, message in shared.items() if key in anywhere and key not in wanted
            }
        else:
            wanted = {key: message for key, message in wanted.items() if key not in in_base}
        for key, message in sorted(
            wanted.items(), key=lambda item: (item[0][1].casefold(), item[0][0] or "")
        ):
            # A word that moved from one app to another keeps its translation.
            old = known.get(key) if _is_translated(known.get(key)) else elsewhere.get(key)
            fresh.add(
                message.id,
                old.string if old else None,
                locations=sorted({(name, 0) for name, _ in message.locations}),
                auto_comments=message.auto_comments,
                user_comments=old.user_comments if old else (),
                flags=old.flags & {"fuzzy"} if old else (),
                context=key[0],
            )
        _write(app, fresh)


def _write(app: Path, catalog: Catalog) -> None:
    path = catalogue_of(app)
    if not len(catalog):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, width=100, include_lineno=False)
    # A header of our own: the usual one holds dates that change at every run.
    header = (
        f"# What {app.name} says, in Swedish; `make messages` keeps the list, people the translations.\n"
        'msgid ""\nmsgstr ""\n"Language: sv\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    path.write_text(header + body.getvalue().decode().strip() + "\n", encoding="utf-8")


def compile_all() -> None:
    """Make the files that Django reads. The same sources give the same bytes."""
    for path in sorted(PACKAGE.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=LANGUAGE)
        catalog.creation_date = catalog.revision_date = datetime.fromtimestamp(0, UTC)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def findings() -> list[str]:
    """What is missing or left over, one line each; empty when every word has its Swedish."""
    found: list[str] = []
    catalogues = {app: _by_key(read(app)) for app in apps()}
    used = {app: _by_key(used_in(app)) for app in apps()}
    shared = catalogues.get(PACKAGE / SHARED, {})
    anywhere = {key for messages in used.values() for key in messages}
    meanings: dict[Key, dict[str, str]] = defaultdict(dict)
    for app, catalogue in catalogues.items():
        for key, message in used[app].items():
            if not _is_translated(catalogue.get(key)) and not _is_translated(shared.get(key)):
                places = ", ".join(sorted({name for name, _ in message.locations}))
                found.append(f"{app.name}: no Swedish for “{_words(key)}” ({places})")
        for key, message in catalogue.items():
            meanings[key][app.name] = str(message.string)
            if key not in (anywhere if app.name == SHARED else used[app]):
                found.append(f"{app.name}: nobody says “{_words(key)}” any more")
            if message.fuzzy:
                found.append(f"{app.name}: “{_words(key)}” is marked as uncertain (fuzzy)")
            if _is_translated(message) and not _keeps_placeholders(message):
                found.append(f"{app.name}: “{_words(key)}” and its Swedish have different placeholders")
    for key, swedish in meanings.items():
        if len(set(swedish.values())) > 1:
            found.append(f"“{_words(key)}” is translated in different ways in {', '.join(sorted(swedish))}")
    return found


def _by_key(catalog: Catalog) -> dict[Key, Message]:
    return {
        (message.context, message.id[0] if isinstance(message.id, tuple | list) else message.id): message
        for message in catalog
        if message.id
    }


def _words(key: Key) -> str:
    return key[1] if key[0] is None else f"{key[1]} [{key[0]}]"


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _keeps_placeholders(message: Message) -> bool:
    """Are the same values filled in? A singular may leave its number out, as in "one day"."""
    english, swedish = (
        [str(word) for word in words] if isinstance(words, tuple | list) else [str(words)]
        for words in (message.id, message.string)
    )
    same = set(PLACEHOLDER.findall(english[-1])) == set(PLACEHOLDER.findall(swedish[-1]))
    return same and set(PLACEHOLDER.findall(swedish[0])) <= set(PLACEHOLDER.findall(english[-1]))


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            wrong = findings()
            sys.stdout.write("".join(f"{finding}\n" for finding in wrong))
            return 1 if wrong else 0
        case _:
            sys.stderr.write("usage: python -m samsyn.project.messages update|compile|check\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
