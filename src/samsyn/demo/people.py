"""The invented people of the demo: who they are, where they work, and in which roles they sign in."""

from dataclasses import dataclass, field

PASSWORD = "samsyn-demo-2025"  # noqa: S105 - the demo's own; a real installation has no such people


@dataclass(frozen=True)
class Role:
    """A role at authorities or at an association (their short names for addresses), in an area,
    or in initiatives.
    """

    role: str
    at: tuple[str, ...]
    initiatives: tuple[str, ...] = ()
    area: str = ""
    is_approved: bool = True


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    employer: str
    title: str
    roles: tuple[Role, ...]
    shown_as: str = ""  # how the demo's welcome presents them; empty: not presented
    phone: int = field(default=0)

    @property
    def email(self) -> str:
        return self.name.lower().translate(str.maketrans("åäöé ", "aaoe.")) + "@example.org"


SIKTA = ("sikta-mot-arbetslivet",)
SOUTH = ("nykoping", "trosa", "gnesta", "oxelosund")
NORTH = ("eskilstuna", "strangnas")
WEST = ("katrineholm", "flen", "vingaker")
ALL = SOUTH + NORTH + WEST


def _coordinator(key, name, at, area, shown_as=""):
    role = Role("coordinator", at, SIKTA, area)
    return Person(key, name, "region-sormland", "Samordnare", (role,), shown_as)


def _coach(key, name, at, area, shown_as="", more=()):
    return Person(key, name, at[0], "Coach", (Role("coach", at, SIKTA, area), *more), shown_as)


def _board(key, name, title="Ledamot", shown_as=""):
    return Person(key, name, "", title, (Role("board_member", ("kalmar",)),), shown_as)


def _approver(key, name, at, title, shown_as=""):
    return Person(key, name, at, title, (Role("approver", (at,)),), shown_as)


SORMLAND = [
    Person("fk", "Karin Ekdahl", "forsakringskassan", "Försäkringsutredare",
           (Role("referrer", ("forsakringskassan",)),), "Remittent, Försäkringskassan"),
    Person("nykoping", "Jonas Strandh", "nykoping", "Socialsekreterare, ekonomiskt bistånd",
           (Role("referrer", ("nykoping",)),), "Remittent, Nyköpings kommun"),
    Person("psychiatry", "Sofia Wester", "region-sormland", "Rehabkoordinator, psykiatrin",
           (Role("team_member", ("region-sormland",), SIKTA, "Södra"),),
           "Teamledamot, psykiatrin i Region Sörmland"),
    _coordinator("south", "Helena Forss", SOUTH, "Södra",
                 "Samordnare, södra länsdelen (anställd av regionen)"),
    _coach("coach", "Amir Rahmani", ("nykoping",), "Södra", "Coach, Nyköping"),
    Person("director", "Eva Stenmarker", "", "Förbundschef",
           (Role("director", ("sormland",)),), "Förbundschef, Sörmland"),
    Person("manager", "Linda Åkerberg", "", "Insatsledare",
           (Role("initiative_manager", ("sormland",)),), "Insatsledare, Sikta mot arbetslivet"),
    Person("office", "Birgitta Holmdahl", "", "Administratör",
           (Role("office", ("sormland",)),), "Förbundskansli, Sörmland"),
    Person("privacy", "Per Wallgrund", "nykoping", "Loggkontrollant",
           (Role("privacy_officer", ("nykoping",)),), "Loggkontrollant, Nyköpings kommun"),
    _approver("approver", "Ingrid Malmstedt", "nykoping", "Enhetschef",
              "Godkännare av uppdrag, Nyköpings kommun"),
    _coach("two_hats", "Tove Sandelius", ("katrineholm",), "Västra",
           "Två roller: coach och remittent, Katrineholm",
           (Role("referrer", ("katrineholm",)),)),
    # Those whom the welcome does not present, but who can sign in all the same.
    _coordinator("north", "Marcus Lidman", NORTH, "Norra"),
    _coordinator("west", "Nina Cederholm", WEST, "Västra"),
    _coach("coach_oxelosund", "Sara Brolund", ("oxelosund", "nykoping"), "Södra"),
    _coach("coach_trosa", "Lars Ståhlberg", ("trosa", "gnesta"), "Södra"),
    _coach("coach_eskilstuna", "Emma Sundell", ("eskilstuna",), "Norra"),
    _coach("coach_eskilstuna_2", "Yusuf Hakimi", ("eskilstuna",), "Norra"),
    _coach("coach_strangnas", "Patrik Enroth", ("strangnas",), "Norra"),
    _coach("coach_vingaker", "Ulrika Friskman", ("vingaker", "katrineholm"), "Västra"),
    _coach("coach_flen", "Daniel Moberger", ("flen",), "Västra"),
    Person("new_coach", "Frida Lundell", "nykoping", "Coach",
           (Role("coach", ("nykoping",), SIKTA, "Södra", is_approved=False),)),
    Person("team_fk", "Peter Hallin", "forsakringskassan", "Specialist",
           (Role("team_member", ("forsakringskassan",), SIKTA),)),
    Person("team_af", "Annika Borgelin", "arbetsformedlingen", "Arbetsförmedlare",
           (Role("team_member", ("arbetsformedlingen",), SIKTA),)),
    Person("team_region", "Mats Ljungholm", "region-sormland", "Habiliteringskonsulent",
           (Role("team_member", ("region-sormland",), SIKTA),)),
    Person("team_nykoping", "Camilla Thornell", "nykoping", "Biståndshandläggare",
           (Role("team_member", ("nykoping",), SIKTA),)),
    Person("fk_2", "Johan Raskman", "forsakringskassan", "Försäkringsutredare",
           (Role("referrer", ("forsakringskassan",)),)),
    Person("clinic", "Elisabet Norin", "region-sormland", "Rehabkoordinator, vårdcentral",
           (Role("referrer", ("region-sormland",)),)),
    Person("trosa", "Gunilla Askberg", "trosa", "Socialsekreterare", (Role("referrer", ("trosa",)),)),
    Person("eskilstuna", "Mona Wikander", "eskilstuna", "Socialsekreterare",
           (Role("referrer", ("eskilstuna",)),)),
    Person("flen", "Hassan Olinder", "flen", "Arbetsmarknadskonsulent", (Role("referrer", ("flen",)),)),
    _approver("approver_trosa", "Rolf Edman", "trosa", "Verksamhetschef"),
    _approver("approver_gnesta", "Lisbeth Kronvall", "gnesta", "Verksamhetschef"),
    _approver("approver_oxelosund", "Stefan Granlid", "oxelosund", "Enhetschef"),
    _approver("approver_eskilstuna", "Monica Dahlin", "eskilstuna", "Enhetschef"),
    _approver("approver_strangnas", "Kjell Brodin", "strangnas", "Enhetschef"),
    _approver("approver_katrineholm", "Agneta Liljenroth", "katrineholm", "Enhetschef"),
    _approver("approver_flen", "Bo Rundblad", "flen", "Enhetschef"),
    _approver("approver_vingaker", "Siv Hedinger", "vingaker", "Enhetschef"),
    _approver("approver_region", "Marianne Ekvall", "region-sormland", "Vårdenhetschef"),
    _approver("approver_fk", "Tomas Gripenhof", "forsakringskassan", "Enhetschef"),
    _approver("approver_af", "Kerstin Roothman", "arbetsformedlingen", "Sektionschef"),
]  # fmt: skip

KALMAR = [
    Person("director_kalmar", "Anders Törnblad", "", "Förbundschef",
           (Role("director", ("kalmar",)),), "Förbundschef, Kalmar län"),
    Person("office_kalmar", "Lovisa Hagelin", "", "Administratör", (Role("office", ("kalmar",)),)),
    Person("krus", "Åsa Bergdahlin", "kalmar", "Koordinator",
           (Role("coordinator", ("kalmar",), ("krus",)),), "Samordnare, KRUS i Kalmar"),
    _approver("approver_kalmar", "Göran Silfver", "kalmar", "Enhetschef"),
    Person("manager_krus", "Sanna Wiklander", "", "Insatsledare",
           (Role("initiative_manager", ("kalmar",), ("krus",)),), "Insatsledare, KRUS i Kalmar"),
    _board("chair", "Margareta Hallström", "Ordförande", "Styrelsens ordförande, Kalmar län"),
    _board("vice_chair", "Roland Ekmarker", "Vice ordförande"),
    _board("member", "Yvonne Sandahl"),
    Person("adjuster", "Bertil Norrgren", "", "Justerare",
           (Role("adjuster", ("kalmar",)),), "Justerare, Kalmar län"),
    Person("evaluator", "Ellen Tidström", "", "Forskare",
           (Role("evaluator", ("kalmar",)),), "Utvärderare, Kalmar län"),
]  # fmt: skip

SIGN_IN: list[tuple[str, str, str]] = [
    (person.shown_as, person.name, person.email) for person in SORMLAND + KALMAR if person.shown_as
]
