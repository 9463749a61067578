"""Every word has its Swedish, and the tool that says so is right."""

import gettext
from pathlib import Path

import pytest

from samsyn.project import messages


def test_every_word_has_its_swedish():
    assert messages.findings() == []


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two small apps, one of which is base."""
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    for app in ("base", "boats"):
        (tmp_path / app / "templates").mkdir(parents=True)
        (tmp_path / app / "__init__.py").touch()
    (tmp_path / "base" / "words.py").write_text('a = _("Save")\n')
    (tmp_path / "boats" / "forms.py").write_text(
        'a = _("Save")\nb = pgettext_lazy("of a boat", "Bow")\nc = ngettext("%(n)d boat", "%(n)d boats", n)\n'
    )
    (tmp_path / "boats" / "templates" / "boat.html").write_text(
        "<p class='a'>It's\n  (here)\n      {% translate 'Sail' %}\n   {% blocktranslate trimmed %}\n"
        "     Row to\n     {{ place }}\n {% endblocktranslate %} {{ x|default:_('Oar') }}</p>\n"
    )
    return tmp_path


def translate(app: Path, **swedish: str) -> None:
    path = messages.catalogue_of(app)
    text = path.read_text()
    for english, translation in swedish.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"')
    path.write_text(text)


def english(app: Path) -> set[str]:
    return {key[1] for key in messages._by_key(messages.read(app))}


def test_words_come_from_code_and_templates_and_shared_ones_stand_once(package):
    messages.update()
    assert english(package / "base") == {"Save"}
    assert english(package / "boats") == {"Bow", "%(n)d boat", "Sail", "Row to %(place)s", "Oar"}


def test_it_finds_what_is_missing_left_over_and_wrongly_filled_in(package):
    messages.update()
    translate(package / "base", Save="Spara")
    translate(package / "boats", Sail="Segel", **{"Row to %(place)s": "Ro till %(plats)s"})
    (package / "boats" / "templates" / "boat.html").write_text("{% translate 'Row to %(place)s' %}")
    found = "\n".join(messages.findings())
    assert "boats: no Swedish for “Bow [of a boat]”" in found
    assert "boats: nobody says “Sail” any more" in found
    assert "have different placeholders" in found
    assert "Save" not in found


def test_an_update_keeps_translations_and_says_nothing_new_the_second_time(package):
    messages.update()
    translate(package / "boats", Sail="Segel")
    messages.update()
    once = messages.catalogue_of(package / "boats").read_text()
    assert 'msgstr "Segel"' in once
    messages.update()
    assert messages.catalogue_of(package / "boats").read_text() == once


def test_one_word_may_not_mean_two_things_without_a_context(package):
    messages.update()
    translate(package / "base", Save="Spara")
    path = messages.catalogue_of(package / "boats")
    path.write_text(path.read_text() + '\nmsgid "Save"\nmsgstr "Rädda"\n')
    assert "“Save” is translated in different ways in base, boats" in messages.findings()


def test_what_is_compiled_is_what_django_reads(package):
    messages.update()
    translate(package / "boats", Sail="Segel")
    messages.compile_all()
    with messages.catalogue_of(package / "boats").with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Sail") == "Segel"
