"""Eight people save while web, worker and database are killed; ends with 1 when anything is amiss."""

import argparse
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from random import Random

from bench.place import own_folder
from bench.servers import wait_for

LEAST_SAVES = 50
ROWS = 3000


def main() -> int:
    top = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    top.add_argument("--kills", type=int, default=4, help="of each kind, at random moments")
    top.add_argument("--seed", type=int, default=1)
    top.add_argument("--port", type=int, default=8900)
    top.add_argument("--data", default="", help="use this folder with its demo again, and leave it")
    chosen = top.parse_args()
    with own_folder(chosen.data) as folder:
        demo = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "samsyn.project.command", "demo", "--port", str(chosen.port)],
            env=os.environ | {"SAMSYN_LOG_LEVEL": "CRITICAL"},
            start_new_session=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        from .killer import end

        try:
            port = _port(demo)
            wait_for(port)
            wrong = Drill(demo.pid, folder, port, Random(chosen.seed), chosen.kills).run()  # noqa: S311
        finally:
            end(demo)
    for fault in wrong[:50]:
        _say(f"WRONG: {fault}")
    _say(f"{len(wrong)} faults." if wrong else "Nothing lost, nothing doubled.")
    return 1 if wrong else 0


def _port(demo) -> int:
    for line in demo.stdout:
        if line.startswith("Samsyn: http"):
            threading.Thread(target=demo.stdout.read, daemon=True).start()
            return int(line.rsplit(":", 1)[1])
    raise RuntimeError("The demo did not start.")


class Drill:
    """One running demo, those who work in it, and the one who kills."""

    def __init__(self, demo: int, folder: Path, port: int, chance: Random, kills: int):
        from samsyn.project import embedded

        from .killer import Killer

        self.killer = Killer(demo, embedded.cluster(folder))
        self.port, self.chance, self.kills = port, chance, kills
        self.wrong: list[str] = []
        self.street = f"Provgatan {int(time.time())}"
        self.enough = threading.Event()
        self.writers = self._hire()

    def run(self) -> list[str]:
        from . import reckoning

        people = [participant for writer in self.writers for participant, _address in writer.people]
        before, self.logged = reckoning.versions_of(people), reckoning.logged()
        threads = [threading.Thread(target=writer.work, args=(self.enough,)) for writer in self.writers]
        for thread in threads:
            thread.start()
        try:
            time.sleep(2)
            self._kill_at_random()
            self._keep_the_database_away()
            runs = [self._import(turn, what) for turn, what in enumerate(("worker", "database"))]
        finally:
            self.enough.set()
            for thread in threads:
                thread.join()
        self._wait_for_imports(runs)
        self._reckon(before, runs)
        return self.wrong

    # ── People ────────────────────────────────────────────────────────────────────────────────────────────

    def _hire(self):
        """Coordinators and coaches of the demo, each with participants that nobody else works with."""
        from bench.people import cookie_of
        from django.urls import reverse
        from django.utils.translation import gettext, override

        from samsyn.accounts.acting import acting_as
        from samsyn.accounts.models import User
        from samsyn.demo import people
        from samsyn.participants.queries import participants_for

        from .writers import Writer

        emails = {one.key: one.email for one in people.SORMLAND}
        self.coordinator = User.objects.get(email=emails["south"])
        with acting_as(self.coordinator):
            seen = participants_for(self.coordinator).filter(is_anonymous=False, protection="none")
            ids = list(seen.order_by("pk").values_list("pk", flat=True)[:40])
        with override("sv"):
            sorry = gettext("We cannot save just now")
        return [
            Writer(
                number, self.port, cookie_of(self.coordinator, "samsyn", "samsyn.accounts.signin.Backend"),
                [(pk, reverse("participants:edit", args=[pk])) for pk in ids[number::8]], self.street, sorry,
            )
            for number in range(8)
        ]  # fmt: skip

    # ── Faults ────────────────────────────────────────────────────────────────────────────────────────────

    def _kill_at_random(self) -> None:
        plan = ["web", "worker", "database"] * self.kills
        self.chance.shuffle(plan)
        for what in plan:
            time.sleep(self.chance.uniform(0.2, 2.0))
            self.killer.kill(what)
            _say(f"killed: {what}; a save went through {self._until_saved():.1f} s later")

    def _keep_the_database_away(self) -> None:
        """The page keeps what was typed; the same web processes go on when the database is back."""
        self._until_saved()
        processes = {one.pid for one in self.killer.web_processes()}
        polite = sum(writer.polite for writer in self.writers)
        with self.killer.nobody_restarts():
            self.killer.kill("database")
            time.sleep(8)
        _say(f"the database was away for 8 s; a save went through {self._until_saved():.1f} s later")
        if sum(writer.polite for writer in self.writers) == polite:
            self.wrong.append("Nobody was shown the page that keeps what was typed.")
        if {one.pid for one in self.killer.web_processes()} != processes:
            self.wrong.append("The web processes were restarted, which should not be needed.")

    def _until_saved(self) -> float:
        from .killer import wait_until

        had = self._acknowledged()
        return wait_until(lambda: self._acknowledged() > had + 8, 120, "saves after a kill")

    def _acknowledged(self) -> int:
        return sum(save.is_acknowledged for writer in self.writers for save in list(writer.saves))

    # ── Imports ───────────────────────────────────────────────────────────────────────────────────────────

    def _import(self, turn: int, what: str) -> tuple[int, str]:
        """A register on its way in; its worker, or the database, is killed in the middle."""
        from django.db import connection

        from samsyn.accounts.acting import acting_as
        from samsyn.base.days import today
        from samsyn.enrolments.imports import actions
        from samsyn.initiatives.models import Initiative

        from . import reckoning
        from .killer import wait_until

        connection.close()
        connection.close_pool()  # what is in it may be connections to a server that was killed
        prefix = f"PROV{turn}{int(time.time())}-"
        initiative = Initiative.objects.get(slug="sikta-mot-arbetslivet")
        lines = ["initiative,case_number,sex,anonymous,municipality,started_on"]
        lines += [f"{initiative.name},{prefix}{row:05},woman,yes,Nyköping,2024-03-01" for row in range(ROWS)]
        with acting_as(self.coordinator):
            run = actions.upload_register(
                association=initiative.association, file_name="prov.csv", content="\n".join(lines).encode(),
                on=today(), by=self.coordinator,
            )  # fmt: skip
        if run.findings_count:
            raise RuntimeError(f"The register of the drill is not right: {run.findings[:3]}")
        with acting_as(self.coordinator):
            actions.confirm_import(run=run, by=self.coordinator)
        connection.close()
        wait_until(lambda: reckoning.import_state(run.pk) != "waiting", 90, "the import begins")
        time.sleep(self.chance.uniform(0.0, 0.3))
        state = reckoning.import_state(run.pk)
        self.killer.kill(what)
        _say(f"killed: {what}, an import being {state}")
        if state != "running":
            self.wrong.append(f"The import was {state} when it should have been killed.")
        self._until_saved()
        return run.pk, prefix

    def _wait_for_imports(self, runs) -> None:
        from . import reckoning
        from .killer import wait_until

        for run, _prefix in runs:
            took = wait_until(
                lambda run=run: reckoning.import_state(run) not in ("waiting", "running"),
                240,
                "the import ends",
            )
            _say(f"an import whose work was killed is {reckoning.import_state(run)} ({took:.0f} s later)")

    # ── Reckoning ─────────────────────────────────────────────────────────────────────────────────────────

    def _reckon(self, before, runs) -> None:
        from . import reckoning

        saves = [save for writer in self.writers for save in writer.saves]
        acknowledged = sum(save.is_acknowledged for save in saves)
        for writer in self.writers:
            self.wrong += writer.faults
        self.wrong += reckoning.of_saves(saves, before, self.logged, self.street)
        for run, prefix in runs:
            if reckoning.import_state(run) != "done":
                self.wrong.append(f"An import ended as {reckoning.import_state(run)}.")
            self.wrong += reckoning.of_import(run, ROWS, prefix)
        self.wrong += reckoning.of_jobs()
        if acknowledged < LEAST_SAVES:
            self.wrong.append(f"Only {acknowledged} saves: the drill proves nothing.")
        if min(self.killer.killed.values()) < self.kills:
            self.wrong.append(f"Too few were killed: {self.killer.killed}.")
        _say(
            f"{acknowledged} saves acknowledged, {sum(one.again for one in self.writers)} forms sent again, "
            f"{sum(one.polite for one in self.writers)} pages that kept what was typed; "
            f"killed: {self.killer.killed}; longest wait {max(one.longest for one in self.writers):.1f} s"
        )


def _say(message: str) -> None:
    sys.stdout.write(f"drill: {message}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
