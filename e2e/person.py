"""A person at a browser: what they do, what they see, and what must be so on every page they come to."""

import functools
import json
import os
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
TAKES_PICTURES = os.environ.get("SAMSYN_SCREENSHOTS") == "1"

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 720}  # 1280 px enlarged to 400 per cent (WCAG 1.4.10)

# Pages that say no on purpose: the browser reports their status as an error on the console.
EXPECTED_STATUS = re.compile(r"status of 40[134] ")

# What is pressed and is less than 24 px high or wide; fields have their labels, which are pressed too.
TOO_SMALL = """() => [...document.querySelectorAll("main :is(a, button, summary)")]
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([one, box]) => box.width && box.height && Math.min(box.width, box.height) < 24)
    .map(([one, box]) => `${one.innerText} ${Math.round(box.width)} × ${Math.round(box.height)}`)"""


class Person:
    """One person with their own browser context. Every page that is `seen` is checked for accessibility."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.faults: list[str] = []
        self.page = self.new_tab()

    def new_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("response", self._answered)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED_STATUS.search(message.text):
            self.faults.append(f"{message.location.get('url')}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")

    # ── Doing ──────────────────────────────────────────────────────────────────────────────────────────────

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def follows(self, name: str | re.Pattern[str], *, within: str = "main") -> None:
        """A link, by what it says."""
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def presses(self, name: str | re.Pattern[str], *, within: str = "main") -> None:
        """A button, by exactly what it says."""
        self.page.locator(within).get_by_role("button", name=name, exact=isinstance(name, str)).first.click()

    def types(self, **values: str) -> None:
        """In fields by their names, as those stay when a label is worded better."""
        for name, value in values.items():
            self.field(name).fill(value)

    def chooses(self, name: str, label: str) -> None:
        """An option of a list, or a radio button or checkbox of a group, by what it says."""
        field = self.field(name).first
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=label)
        else:
            group = self.page.locator("fieldset", has=self.page.locator(f'[name="{name}"]'))
            group.get_by_label(label, exact=True).check()

    def field(self, name: str) -> Locator:
        return self.page.locator(f'main [name="{name}"]:not([type=hidden])')

    def tabs_to(self, target: Locator, *, at_most: int = 80) -> None:
        """By keyboard alone."""
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"{target} is not reached with the Tab key.")

    # ── Seeing ─────────────────────────────────────────────────────────────────────────────────────────────

    def sees(self, heading: str | re.Pattern[str]) -> None:
        """A page with this heading has come, and is as every page must be."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.finds_nothing_wrong()

    def reads(self, *texts: str | re.Pattern[str]) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def finds_nothing_wrong(self) -> None:
        where = f"{self.page.url} at {self.page.viewport_size}"
        found = [_in_words(finding) for finding in axe(self.page)]
        assert not found, f"{where}:\n" + "\n".join(found)
        wide = self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{where} scrolls sideways by {wide} px, because of {self._too_wide()}."
        assert not self.faults, "\n".join(self.faults)

    def _too_wide(self) -> list[str]:
        return self.page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .map((one) => `${one.tagName}.${one.className}`).slice(0, 5)"""
        )

    def finds_nothing_wrong_anywhere(self, *paths: str) -> None:
        """On these pages, also on the narrowest screen and in dark colours."""
        for path in paths:
            self.page.set_viewport_size(NARROW)
            self.page.emulate_media(color_scheme="light")
            self.goes_to(path)
            self.finds_nothing_wrong()
            small = self.page.evaluate(TOO_SMALL)
            assert not small, f"{self.page.url}: too small for a finger (WCAG 2.5.8): {small}"
            self.page.set_viewport_size(DESKTOP)
            self.page.emulate_media(color_scheme="dark")
            self.finds_nothing_wrong()
        self.page.emulate_media(color_scheme="light")

    def table(self, caption: str) -> list[list[str]]:
        """The rows of a table as they are read, without its head."""
        table = self.page.get_by_role("table", name=caption)
        return table.locator("tbody tr, tfoot tr").evaluate_all(
            "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
        )

    # ── The handbook's pictures ────────────────────────────────────────────────────────────────────────────

    def is_pictured(self, name: str) -> None:
        """What is on the screen now, kept for the handbook when pictures are asked for."""
        if TAKES_PICTURES:
            width = self.page.viewport_size["width"]
            self.page.mouse.move(0, 0)
            self.page.evaluate("() => document.fonts.ready")
            self.page.screenshot(path=PICTURES / f"{name}-{width}.png", animations="disabled")


# ── Accessibility ──────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _axe() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text()


def axe(page: Page) -> list[dict]:
    """What axe finds. It is given through the debugger, so the content security policy stays as it is."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_axe())
    return page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")


def _in_words(finding: dict) -> str:
    places = [json.dumps(node["target"]) for node in finding["nodes"][:5]]
    why = finding["nodes"][0]["failureSummary"].replace("\n", " ")
    return f"  {finding['id']}: {finding['help']} {', '.join(places)} {why}"
