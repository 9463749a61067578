"""Bars as SVG, drawn once for page and PDF, and read without colour.

Every bar bears its number where it has room, the first series is dark and the next light with a contour,
and the table beside it says the same. ``columns`` stand (years, ages); ``bars`` lie (where names are long).
On a phone all lie, so that words and numbers keep their size.
"""

from html import escape

from .tree import HIDDEN
from .wording import said

WIDTH, NARROW = 640, 340
SHADES = (("#1f5a66", "s0"), ("#e3b778", "s1"), ("#9db8bd", "s2"), ("#7a3b2e", "s3"))
MOST_BESIDE = len(SHADES)
FONT = 'font-family="Libertinus Serif" font-size="12.5"'


def svg(chart: dict, *, is_narrow: bool = False) -> str:
    """The chart of a tree as SVG without a title: who shows it gives the text alternative."""
    if is_narrow:
        return _narrow(chart)
    return _lying(chart) if chart["form"] == "bars" else _standing(chart)


def _top(chart) -> float:
    values = [v for one in chart["series"] for v in one["values"] if isinstance(v, int | float)]
    highest = max([*values, 1])
    step = next(s * 10**n for n in range(9) for s in (1, 2, 5) if highest <= s * 10**n * 5)
    return -(-highest // step) * step


def _step(top: float) -> float:
    return next(s * 10**n for n in range(9) for s in (1, 2, 5) if top <= s * 10**n * 5)


def _standing(chart) -> str:
    height, left, base, above = 272, 38, 234, 34
    categories, series = chart["categories"], chart["series"]
    top, parts = _top(chart), _legend(series)
    step = _step(top)
    for n in range(round(top / step) + 1):
        y = base - (base - above) * n * step / top
        parts.append(_line(left, y, WIDTH, y))
        parts.append(_text(left - 6, y + 4, said(round(n * step)), "end", quiet=True))
    room = (WIDTH - left) / max(1, len(categories))
    width = min(30.0, room * 0.8 / max(1, len(series)))
    has_numbers = width >= 7 * max(len(said(v)) for one in series for v in one["values"])
    for place, name in enumerate(categories):
        middle = left + room * (place + 0.5)
        for number, one in enumerate(series):
            x = middle - width * len(series) / 2 + width * number
            value = one["values"][place]
            tall = (base - above) * value / top if isinstance(value, int | float) else 0
            parts.append(_bar(x + 0.75, base - tall, width - 1.5, tall, number))
            if has_numbers or value == HIDDEN:
                parts.append(_text(x + width / 2, base - tall - 4, said(value), "middle", small=True))
        parts += _name_below(middle, base + 17, name, room)
    return _frame(height, parts)


def _name_below(x: float, y: float, name: str, room: float) -> list[str]:
    """In two lines where one has no room."""
    words = name.split(" ")
    if len(name) * 6.2 <= room or len(words) == 1:
        return [_text(x, y, name, "middle")]
    half = (len(words) + 1) // 2
    return [
        _text(x, y, " ".join(words[:half]), "middle"),
        _text(x, y + 14, " ".join(words[half:]), "middle"),
    ]


def _lying(chart) -> str:
    categories, series = chart["categories"], chart["series"]
    left = min(270.0, 14 + 6.1 * max((len(name) for name in categories), default=1))
    thick = 15 if len(series) > 1 else 19
    room = thick * len(series) + 11
    parts, top = _legend(series), _top(chart)
    above = 34 if len(series) > 1 else 10
    for place, name in enumerate(categories):
        y = above + room * place
        parts.append(_text(left - 8, y + thick * len(series) / 2 + 4, _short(name), "end"))
        parts += _bars_of(place, series, left, y, thick, (WIDTH - left - 46) / top)
    height = above + room * len(categories) + 4
    parts.append(_line(left, above - 4, left, height - 6))
    return _frame(height, parts)


def _narrow(chart) -> str:
    """Bars that lie, under their names where those are too long to stand beside them."""
    categories, series = chart["categories"], chart["series"]
    thick, top, parts, above = 15, _top(chart), [], 4
    if len(series) > 1:
        for number, one in enumerate(series):
            parts += _named(0, 19 * number, number, one)
        above = 19 * len(series) + 12
    beside = 14.0 + 7 * max((len(name) for name in categories), default=1)
    is_under = beside > NARROW / 3
    left, name_height = (1.0, 18) if is_under else (beside, 0)
    room = name_height + thick * len(series) + 11
    for place, name in enumerate(categories):
        y = above + room * place
        if is_under:
            parts.append(_text(left, y + 13, _short(name)))
        else:
            parts.append(_text(left - 8, y + thick * len(series) / 2 + 4, name, "end"))
        parts += _bars_of(place, series, left, y + name_height, thick, (NARROW - left - 46) / top)
    return _frame(above + room * len(categories), parts, NARROW)


def _bars_of(place: int, series, left: float, y: float, thick: float, scale: float) -> list[str]:
    """What lies beside one name: a bar of each series, its number after it."""
    parts = []
    for number, one in enumerate(series):
        value = one["values"][place]
        long = scale * value if isinstance(value, int | float) else 0
        parts.append(_bar(left, y + thick * number + 0.75, long, thick - 1.5, number))
        words = "visas inte" if value == HIDDEN else said(value)
        parts.append(_text(left + long + 6, y + thick * number + thick - 3.5, words, quiet=value == HIDDEN))
    return parts


def _short(name: str) -> str:
    return name if len(name) <= 42 else f"{name[:41]}…"


def _legend(series) -> list[str]:
    if len(series) < 2:
        return []
    parts, x = [], 38.0
    for number, one in enumerate(series):
        parts += _named(x, 4, number, one)
        x += 42 + 6.6 * len(one["name"])
    return parts


def _named(x: float, y: float, number: int, one) -> list[str]:
    return [_bar(x, y, 13, 13, number), _text(x + 19, y + 11, one["name"])]


def _bar(x, y, width, height, number) -> str:
    colour, name = SHADES[number % len(SHADES)]
    return (
        f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{colour}" stroke="#1f3a40" stroke-width=".6"/>'
    )


def _line(x1, y1, x2, y2) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="currentColor"'
        ' stroke-opacity=".22" stroke-width=".8"/>'
    )


def _text(x, y, text, anchor="start", *, quiet=False, small=False) -> str:
    size = ' font-size="11"' if small or quiet else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{size}>{escape(str(text))}</text>'


def _frame(height: float, parts: list[str], width: int = WIDTH) -> str:
    inside = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" {FONT}'
        f' fill="currentColor">{inside}</svg>'
    )
