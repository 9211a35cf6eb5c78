"""The search for exhibitors and products: a place's, and the organizers' own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from accounts.guard import may_at
from accounts.roles import organizes
from exhibitors.models import SearchEntry
from exhibitors.queries.highlight import Pieces, highlight
from exhibitors.queries.search import A_PAGE, FACETS, Asked, Found, search
from exhibitors.queries.search_terms import LONGEST_TEXT
from expo.models import Category, Edition, Hall
from foundation.asked import number
from foundation.countries import country_name
from matchmaking.queries.places import Place
from matchmaking.views.doors import at_place, page
from matchmaking.wording import standard_name

TITLES = {
    "kind": gettext_lazy("What"),
    "category": gettext_lazy("Category"),
    "country": gettext_lazy("Country"),
    "certificate": gettext_lazy("Certificate"),
    "hall": gettext_lazy("Hall"),
}
KINDS = {"exhibitor": gettext_lazy("Exhibitors"), "product": gettext_lazy("Products")}
SHOWN = 8  # choices of a facet before "more"
LONGEST = 220  # characters of a description
SUGGESTED = 8
LONGEST_VALUE = 100


@dataclass(frozen=True)
class Choice:
    """One way to narrow the hits, or with `current` the way back."""

    label: str
    count: int
    url: str
    current: bool = False


@dataclass(frozen=True)
class Facet:
    """The choices of one facet; a category has its path from the top above them."""

    name: str
    title: str
    choices: list[Choice]
    path: list[Choice]

    @property
    def first(self) -> list[Choice]:
        """Those shown at once."""
        return self.choices[:SHOWN]

    @property
    def more(self) -> list[Choice]:
        """Those shown on demand."""
        return self.choices[SHOWN:]


@dataclass(frozen=True)
class Hit:
    """One exhibitor or product as the page shows it."""

    entry: SearchEntry
    lexemes: frozenset[str]

    @cached_property
    def title(self) -> Pieces:
        """Its name."""
        return highlight(str(self.entry.product or self.entry.exhibitor), self.lexemes)

    @cached_property
    def other_titles(self) -> list[tuple[str, Pieces]]:
        """Its name in the other languages in which it has what was looked for."""
        named = self.entry.product or self.entry.exhibitor.organization
        shown = str(named.name)
        others = ((key, highlight(said, self.lexemes)) for key, said in sorted(named.name.items())
                  if said != shown)  # fmt: skip
        return [(key, pieces) for key, pieces in others if any(mark for _text, mark in pieces)]

    @cached_property
    def text(self) -> Pieces:
        """Its description, in a language in which it has what was looked for, if any."""
        said = (self.entry.product or self.entry.exhibitor).description
        own = highlight(str(said), self.lexemes, LONGEST)
        ways = [own, *(highlight(said[key], self.lexemes, LONGEST) for key in sorted(said))]
        return next((way for way in ways if any(mark for _text, mark in way)), own)

    @property
    def standards(self) -> list[str]:
        """Names of the certificates that hold for it."""
        product = self.entry.product_id
        held = {
            one.standard
            for one in self.entry.exhibitor.certificates.all()
            if (product is None or one.product_id in (None, product))
            and (one.valid_until is None or one.valid_until >= timezone.localdate())
        }
        return sorted(map(standard_name, held))


@require_safe
@at_place(let_in=True)
def search_page(request: HttpRequest, place: Place) -> HttpResponse:
    """For whoever takes part: those who are let in, and what they list."""
    context = _context(request, place.edition) | {"layout": "portal/page.html"}
    return page(request, place, "search.html", context)


@require_safe
@login_required
def organizers_search(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for those who may see exhibitors on the desk."""
    if not request.user.is_staff:
        raise Http404
    edition = get_object_or_404(Edition, slug=slug)
    if not organizes(request.user, edition.pk):
        raise Http404
    if not may_at(request.user, "exhibitors.view_exhibitor", edition.pk):
        raise PermissionDenied
    context = _context(request, edition) | {"layout": "base.html", "edition": edition}
    return render(request, "portal/search.html", context)


def _context(request: HttpRequest, edition: Edition) -> dict[str, object]:
    asked = _asked(request.GET)
    found = search(edition, asked)
    pages = -(-found.total // A_PAGE)
    facets = _facets(request, asked, found, edition)
    return {
        "q": asked.text,
        "asked": asked,
        "found": found,
        "hits": [Hit(entry, found.lexemes) for entry in found.entries],
        "facets": facets,
        "narrowed": asked.narrowed,
        "number": asked.page,
        "pages": pages,
        "before": _url(request, page=str(asked.page - 1)) if asked.page > 1 else "",
        "after": _url(request, page=str(asked.page + 1)) if asked.page < pages else "",
        "wider": _url(request, **dict.fromkeys(FACETS, "")) if asked.narrowed else "",
        "suggestions": [] if found.total else _suggestions(request, edition),
    }


def _asked(values: QueryDict) -> Asked:
    said = {name: values.get(name, "").replace("\0", "").strip() for name in ("q", *FACETS)}
    narrowed = {name: said[name][:LONGEST_VALUE] for name in FACETS if said[name]}
    if "hall" in narrowed:
        narrowed["hall"] = str(number(narrowed["hall"]) or 0)
    return Asked(said["q"][:LONGEST_TEXT], narrowed, number(values.get("page")) or 1)


def _url(request: HttpRequest, **changes: str) -> str:
    """The same search with some of it changed, from its first page."""
    values = request.GET.copy()
    values.pop("page", None)
    for name, value in changes.items():
        values.pop(name, None)
        if value:
            values[name] = value
    return f"{request.path}?{values.urlencode()}"


def _facets(request: HttpRequest, asked: Asked, found: Found, edition: Edition) -> list[Facet]:
    language = get_language() or "en"
    halls = {str(hall.pk): str(hall) for hall in Hall.objects.filter(edition=edition)}
    labels: dict[str, Callable[[str], str]] = {
        "kind": lambda value: str(KINDS.get(value, value)),
        "country": lambda value: country_name(value, language),
        "certificate": standard_name,
        "hall": lambda value: halls.get(value, value),
    }
    facets = []
    for name in FACETS:
        path: list[Choice] = []
        if name == "category":
            choices, path = _categories(request, asked, found)
        else:
            choices = _choices(request, asked, name, found.counts.get(name, {}), labels[name])
        if choices or path:
            facets.append(Facet(name, str(TITLES[name]), choices, path))
    return facets


def _choices(
    request: HttpRequest,
    asked: Asked,
    name: str,
    counts: Mapping[str, int],
    label: Callable[[str], str],
) -> list[Choice]:
    chosen = asked.narrowed.get(name, "")
    values = {**({chosen: 0} if chosen and chosen != "0" else {}), **counts}
    found = [
        Choice(
            label(value),
            number,
            _url(request, **{name: "" if value == chosen else value}),
            value == chosen,
        )
        for value, number in values.items()
    ]
    return sorted(found, key=lambda each: (not each.current, -each.count, each.label))


def _categories(
    request: HttpRequest, asked: Asked, found: Found
) -> tuple[list[Choice], list[Choice]]:
    """What lies directly below the category chosen, and the way to it from the top."""
    tree, chosen = found.tree, asked.narrowed.get("category", "")
    numbers = tree.added_up(found.counts.get("category", {}))
    path = tree.path(chosen)
    below = [key for key in tree.children.get(path[-1] if path else None, []) if numbers.get(key)]
    while len(below) == 1 and not path and tree.children.get(below[0]):
        below = [key for key in tree.children[below[0]] if numbers.get(key)]
    names = {one.pk: str(one.name) for one in _named({*path, *below})}

    def choice(key: int, *, current: bool = False) -> Choice:
        code, up = tree.nodes[key]
        back = tree.nodes[up][0] if up is not None else ""
        to = back if current else code
        return Choice(
            names.get(key, code), numbers.get(key, 0), _url(request, category=to), current
        )

    choices = sorted(map(choice, below), key=lambda each: (-each.count, each.label))
    return choices, [choice(key, current=key == path[-1]) for key in path]


def _named(keys: Iterable[int]) -> Iterable[Category]:
    return Category.objects.filter(pk__in=keys).only("name", "code")


def _suggestions(request: HttpRequest, edition: Edition) -> list[Choice]:
    """The headings with most products: somewhere to begin."""
    found = search(edition, Asked())
    top = sorted(found.counts["category"].items(), key=lambda item: -item[1])[:SUGGESTED]
    names = {one.pk: one for one in _named(int(key) for key, _number in top)}
    return [
        Choice(str(one.name), number, f"{request.path}?category={one.code}")
        for key, number in top
        if (one := names.get(int(key)))
    ]
