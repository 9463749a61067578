"""Lets a higher app add a tab or a card to a lower app's page, so imports stay one-way."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Tab:
    """A tab on the page of a record. ``count(record, user)`` is shown beside the label;
    None shows nothing.
    """

    label: Any
    url_name: str
    may_see: Callable[[Any, Any], bool] = lambda record, user: True
    count: Callable[[Any, Any], int | None] = lambda record, user: None


@dataclass(frozen=True)
class Card:
    """A card on a page: ``context(record, user)`` gives what its template needs,
    or None to leave the card out.

    ``aside``: it stands in the narrower right column; ``is_last``: after the cards that ask for something.
    """

    template: str
    context: Callable[[Any, Any], dict | None]
    aside: bool = False
    is_last: bool = False


_tabs: dict[str, list[Tab]] = defaultdict(list)
_cards: dict[str, list[Card]] = defaultdict(list)


def add_tab(page: str, tab: Tab) -> None:
    if tab not in _tabs[page]:
        _tabs[page].append(tab)


def tabs_for(page: str) -> tuple[Tab, ...]:
    return tuple(_tabs[page])


def add_card(page: str, card: Card) -> None:
    if card not in _cards[page]:
        _cards[page].append(card)


def cards_for(page: str, record, user, *, aside: bool | None = None) -> list[tuple[str, dict]]:
    """Templates with their context, in the order the apps registered them, the
    last last; ``aside``: one column.
    """
    ordered = sorted(_cards[page], key=lambda card: card.is_last)
    wanted = [card for card in ordered if aside is None or card.aside == aside]
    filled = ((card.template, card.context(record, user)) for card in wanted)
    return [(template, context) for template, context in filled if context is not None]


@dataclass(frozen=True)
class Bucket:
    """A count on a start page that is also a link to what it counts;
    ``is_urgent`` when it needs a person now.
    """

    count: int
    label: Any
    url: str
    is_urgent: bool = False


@dataclass(frozen=True)
class Hit:
    """Something that a search found: ``kind`` in words ("Participant"), ``note`` a line about it."""

    kind: Any
    label: str
    url: str
    note: str = ""


_buckets: dict[str, list[Callable[[Any], list[Bucket]]]] = defaultdict(list)
_searches: list[Callable[[Any, str], list[Hit]]] = []


def add_buckets(page: str, count: Callable[[Any], list[Bucket]]) -> None:
    """``count(user)`` gives an app's counts for a start page ("home:coach" ...), in one query if it can."""
    if count not in _buckets[page]:
        _buckets[page].append(count)


def buckets_for(page: str, user) -> list[Bucket]:
    return [bucket for count in _buckets[page] for bucket in count(user)]


def add_search(find: Callable[[Any, str], list[Hit]]) -> None:
    """``find(user, words)`` gives at most ten of what the user may see and the words fit."""
    if find not in _searches:
        _searches.append(find)


def search(user, words: str) -> list[Hit]:
    return [hit for find in _searches for hit in find(user, words)]


def shared(user, ask: Callable[..., Answer], *facts) -> Answer:
    """What several cards and counts of a page are made of, asked for once: ``ask(user, *facts)``.

    The answer is kept on the user, who lives as long as the request.
    """
    if not hasattr(user, "answers_shared"):
        user.answers_shared = {}
    asked = ask, facts
    if asked not in user.answers_shared:
        user.answers_shared[asked] = ask(user, *facts)
    return user.answers_shared[asked]
