"""A browser as far as forms go."""

from html.parser import HTMLParser


class Browser(HTMLParser):
    """Reads a page's form and gives back what a browser would send, nothing touched."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside = form, False
        self.sent: dict[str, list[str]] = {}
        self.select: tuple[str, bool] | None = None
        self.options: list[tuple[str, bool]] = []
        self.area: str | None = None
        self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = has.get("id") == self.form
        name = has.get("name", "")
        if tag == "option":
            self.options.append((has.get("value", ""), "selected" in has))
        elif not self.inside or not name or "disabled" in has:
            return
        elif tag == "input":
            self.handle_input(name, has)
        elif tag == "select":
            self.select, self.options = (name, "multiple" in has), []
        elif tag == "textarea":
            self.area, self.written = name, ""

    def handle_input(self, name: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in has:
                self.send(name, has.get("value", "on"))
        elif kind not in {"submit", "button", "image", "reset", "file"}:
            self.send(name, has.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            # The line break after the tag is not part of the text; the others travel as CR LF.
            self.send(self.area, self.written.removeprefix("\n").replace("\n", "\r\n"))
            self.area = None
        elif tag == "select" and self.select:
            name, multiple = self.select
            chosen = [value for value, selected in self.options if selected]
            if not multiple:
                chosen = (chosen or [value for value, _selected in self.options])[:1]
            for value in chosen:
                self.send(name, value)
            self.select = None

    def send(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)
