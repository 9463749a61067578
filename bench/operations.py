"""What is asked of both: the same work on the same persons, and how a right answer is known."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from urllib.parse import urlencode

from django.urls import reverse

from samsyn.enrolments.models import Enrolment
from samsyn.participants.models import Participant

from .asked import Asked
from .forms import Forms
from .people import MANY, SLUG, cookie_of

EACH = 40  # persons per client that are opened, searched for and saved
YEAR = "first=2023-01-01&last=2023-12-31"
SIDES = ("product", "admin")


@dataclass
class Operation:
    """``of[side](client)``: requests of one client, without end; ``budget``: p50 in ms, 1 and 8 clients."""

    name: str
    budget: tuple[float, float]
    of: dict[str, Callable[[int], Iterator[Asked]]] = field(default_factory=dict)


class Work:
    """The operations over a sample of persons, the same for both sides."""

    def __init__(self, coordinators, directors, fetch: Callable[[str, Asked], str], seed: int = 1):
        self.fetch = fetch
        product = "samsyn.accounts.signin.Backend"
        self.cookies = {
            "product": [cookie_of(user, "samsyn", product) for user in coordinators],
            "directors": [cookie_of(user, "samsyn", product) for user in directors],
            "admin": [cookie_of(user, "admin", "bench.admin_site.Everybody") for user in coordinators],
        }
        chance = Random(seed)  # noqa: S311
        named = Participant.objects.using("owner").exclude(family_name="").exclude(number_encrypted=None)
        ids = list(named.values_list("pk", flat=True)[:50_000])
        self.people = list(named.filter(pk__in=chance.sample(ids, 2 * EACH * MANY)).order_by("pk"))
        chance.shuffle(self.people)
        cases = Enrolment.objects.using("owner").filter(participant__in=self.people).order_by("pk")
        self.case_of = {one.participant_id: one.case_number for one in cases}
        self.versions: dict[tuple[str, int], int] = {}
        self.forms: dict[tuple[str, int], dict[str, list[str]]] = {}

    def operations(self) -> list[Operation]:
        return [
            Operation("list", (12, 45), {"product": self._list, "admin": self._admin_list}),
            Operation("search by name", (13, 60), {"product": self._by_name, "admin": self._admin_by_name}),
            Operation(
                "search by number", (13, 60), {"product": self._by_number, "admin": self._admin_by_number}
            ),
            Operation("open", (10, 40), {"product": self._open, "admin": self._admin_open}),
            Operation("save", (10, 40), {"product": self._save, "admin": self._admin_save}),
            Operation("grouped figures", (17, 85), {"product": self._figures, "admin": self._admin_figures}),
        ]

    def _own(self, client: int) -> Iterator[Participant]:
        """Clients from MANY on: those whom only the admin saves, or the sides would change each other's."""
        own = self.people[client * EACH : (client + 1) * EACH]
        return (own[turn % EACH] for turn in count())

    # ── The product ───────────────────────────────────────────────────────────────────────────────────────

    def _list(self, client):
        while True:
            yield Asked(reverse("enrolments:list"), self.cookies["product"][client], marker="<tbody")

    def _by_name(self, client):
        for person in self._own(client):
            yield self._search(
                client, f"{person.given_name} {person.family_name[:4]}", person.family_name[:4]
            )

    def _by_number(self, client):
        for person in self._own(client):
            yield self._search(client, person.number, "")

    def _search(self, client, words, marker):
        return Asked(
            reverse("home:search"), self.cookies["product"][client], "POST", {"q": words}, (200, 302), marker
        )

    def _open(self, client):
        for person in self._own(client):
            yield Asked(
                reverse("participants:detail", args=[person.pk]), self.cookies["product"][client],
                marker=person.family_name,
            )  # fmt: skip

    def _save(self, client):
        for turn, person in enumerate(self._own(client)):
            address = reverse("participants:edit", args=[person.pk])
            form = self._form("product", address, self.cookies["product"][client], person)
            version = self.versions.setdefault(("product", person.pk), int(form["seen_version"][0]))
            fresh = {"save_key": str(uuid.uuid4()), "seen_version": version, "phone": f"070-{turn:07}"}
            yield Asked(address, self.cookies["product"][client], "POST", form | fresh, (302,))
            self.versions["product", person.pk] = version + 1

    def _figures(self, client):
        address = (
            f"{reverse('figures:participants', args=[SLUG])}?{YEAR}&by=initiative&unit=enrolments&shown=1"
        )
        while True:
            yield Asked(address, self.cookies["directors"][client], marker="Kompassen")

    # ── The admin ─────────────────────────────────────────────────────────────────────────────────────────

    def _admin(self, client, path, **more):
        return Asked(f"/admin/{path}", self.cookies["admin"][client], **more)

    def _admin_list(self, client):
        while True:
            yield self._admin(client, "enrolments/enrolment/", marker='id="result_list"')

    def _admin_by_name(self, client):
        for person in self._own(client):
            words = urlencode({"q": f"{person.given_name} {person.family_name[:4]}"})
            yield self._admin(client, f"participants/participant/?{words}", marker=person.family_name[:4])

    def _admin_by_number(self, client):
        for person in self._own(client):
            words = urlencode({"q": self.case_of[person.pk]})
            yield self._admin(client, f"enrolments/enrolment/?{words}", marker=self.case_of[person.pk])

    def _admin_open(self, client):
        for person in self._own(client):
            yield self._admin(
                client, f"participants/participant/{person.pk}/change/", marker=person.family_name
            )

    def _admin_save(self, client):
        for turn, person in enumerate(self._own(MANY + client)):
            address = f"/admin/participants/participant/{person.pk}/change/"
            form = self._form("admin", address, self.cookies["admin"][client], person)
            yield Asked(
                address, self.cookies["admin"][client], "POST", form | {"phone": f"070-{turn:07}"}, (302,)
            )

    def _admin_figures(self, client):
        while True:
            yield self._admin(client, "grouped/", marker="Kompassen")

    def _form(self, side, address, cookie, person):
        """What the form says when opened; asked for once per person, outside the measuring."""
        key = side, person.pk
        if key not in self.forms:
            page = self.fetch(side, Asked(address, cookie, marker=person.family_name))
            self.forms[key] = Forms(page).with_field("family_name")
        return self.forms[key]

    def open_forms(self) -> None:
        """Fetch every form beforehand."""
        for make in (self._save, self._admin_save):
            for client in range(MANY):
                asked = make(client)
                for _turn in range(EACH):
                    next(asked)
        self.versions.clear()
