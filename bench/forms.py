"""Reads the forms of a page as a browser would send them."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """The fields of every form on a page, as a browser would send them."""

    def __init__(self, page: str):
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        name = given.get("name", "")
        if not self.forms:
            return
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self.forms[-1].setdefault(name, [""])
        elif tag == "option" and self._select and "selected" in given:
            self.forms[-1].setdefault(self._select, []).append(given.get("value", ""))
        elif tag == "input" and name and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            self.forms[-1].setdefault(name, []).append(given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data):
        if self._textarea and self.forms:
            self.forms[-1][self._textarea][0] += data

    def with_field(self, name: str) -> dict[str, list[str]]:
        return next(form for form in self.forms if name in form)
