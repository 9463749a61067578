"""Fills the tables with invented persons: the first through the product's own import, more by copying."""

import csv
import json
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from samsyn.demo import registers
from samsyn.demo.names import FAMILIES, MEN, WOMEN
from samsyn.demo.rows import COLUMNS
from samsyn.initiatives.models import Initiative
from samsyn.organisations.models import Association

from .people import SLUG

MOST_MADE = 10_000


def filled(folder: Path) -> dict[str, float] | None:
    """What an earlier run has put in a folder that is kept, if anything."""
    note = folder / "filled.json"
    return json.loads(note.read_text()) if note.exists() else None


def fill(persons: int, folder: Path, *, others: bool = False) -> dict[str, float]:
    """So many persons with their enrolments. Returns what there came to be, and how long the import took.

    ``others``: the copies take part in another association's initiatives.
    """
    made = min(persons, MOST_MADE)
    file = folder / f"register-{made}.csv"
    rows = _write_register(file, made)
    began = time.perf_counter()
    call_command("import_enrolments", str(file), association=SLUG, create_initiatives=True)
    took = time.perf_counter() - began
    file.unlink()
    with connections["owner"].cursor() as cursor:
        # Past triggers: names and copies are the bench's own, their history is nobody's reading.
        cursor.execute("SET session_replication_role = replica")
        _name(cursor)
        initiative = _elsewhere() if others else "initiative_id"
        for turn in range(1, round(persons / made)):
            _copy(cursor, turn, initiative)
        cursor.execute("RESET session_replication_role")
        _renumber(cursor)
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT count(*) FROM participants_participant")
        persons_there = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM enrolments_enrolment")
        enrolments_there = cursor.fetchone()[0]
    counts = {"persons": persons_there, "enrolments": enrolments_there}
    loaded = counts | {"imported": rows, "import_s": round(took, 1)}
    (folder / "filled.json").write_text(json.dumps(loaded))
    return loaded


def _write_register(file: Path, persons: int) -> int:
    seen: set[str] = set()
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        for number, row in enumerate(registers.rows(persons * 2), 1):
            writer.writerow(row)
            seen.add(row["personal_identity_number"] or row["case_number"])
            if len(seen) == persons:
                return number
    raise ValueError("The register has too few persons.")


def _name(cursor) -> None:
    """Registers come without names; everybody who is not anonymous gets one, the same in every run."""
    cursor.execute(
        "UPDATE participants_participant SET"
        " given_name = CASE sex WHEN 'woman' THEN (%s::text[])[1 + abs(hashint8(id)) %% %s]"
        "  ELSE (%s::text[])[1 + abs(hashint8(id)) %% %s] END,"
        " family_name = (%s::text[])[1 + abs(hashint8(id * 7 + 3)) %% %s]"
        " WHERE NOT is_anonymous AND given_name = ''",
        [WOMEN, len(WOMEN), MEN, len(MEN), FAMILIES, len(FAMILIES)],
    )


def _elsewhere() -> str:
    """SQL for where a copied enrolment belongs: an initiative of the same kind in another association."""
    elsewhere = Association.objects.using("owner").create(slug=f"{SLUG}-others", name="Others")
    pairs = []
    for initiative in Initiative.objects.using("owner").filter(association__slug=SLUG):
        here, initiative.pk, initiative.association = initiative.pk, None, elsewhere
        initiative.save(using="owner", force_insert=True)
        pairs.append(f"WHEN {here} THEN {initiative.pk}")
    return f"CASE initiative_id {' '.join(pairs)} END"


def _copy(cursor, turn: int, initiative: str) -> None:
    """Everybody once more as somebody else: another key, another case number."""
    apart = 1_000_000_000 * turn
    person = {"id": f"id + {apart}", "person_key": f"sha256(person_key || int4send({turn}))"}
    enrolment = {
        "id": f"id + {apart}",
        "participant_id": f"participant_id + {apart}",
        "case_number": f"case_number || '/{turn}'",
        "initiative_id": initiative,
    }
    for table, changed in (("participants_participant", person), ("enrolments_enrolment", enrolment)):
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = ''",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
        chosen = [changed.get(name, name) for name in names]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) OVERRIDING SYSTEM VALUE"  # noqa: S608
            f" SELECT {', '.join(chosen)} FROM {table} WHERE id < 1000000000"
        )


def _renumber(cursor) -> None:
    for table in ("participants_participant", "enrolments_enrolment"):
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
        )
