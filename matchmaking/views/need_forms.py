"""The form of a need, and what of it was guessed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buyers.models import SourcingNeed
from expo.models import Category
from foundation.asked import numbers
from foundation.forms import TranslatedTextFormField, TranslatedTextWidget
from foundation.texts import Text
from foundation.units import Incoterm
from matchmaking.queries.needs import categories_by_code
from matchmaking.scoring.reading.draft import DraftNeed
from matchmaking.views.need_fields import CountriesField, StandardsField

LONGEST = 5000
# Fields that one reading fills together.
FILLED_WITH = {
    "volume_unit": "volume",
    "volume_period": "volume",
    "target_price_currency": "target_price",
    "target_price_unit": "target_price",
    "incoterm_place": "incoterms",
}
TOGETHER = (
    ("volume", "volume_unit", "volume_period"),
    ("target_price", "target_price_currency", "target_price_unit"),
)


class PasteForm(forms.Form):
    """What somebody has written elsewhere."""

    pasted = forms.CharField(
        label=gettext_lazy("Your text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "A sourcing e-mail, a line of a shopping list, in any language. Up to 5,000 characters."
        ),
    )


class NeedForm(forms.ModelForm[SourcingNeed]):
    """What a buyer looks for, with the terms it must meet."""

    text = TranslatedTextFormField(
        label=gettext_lazy("What you look for"),
        widget=TranslatedTextWidget(rows=6),
        help_text=gettext_lazy("Exhibitors read it. One language is enough."),
    )
    categories = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Categories"),
        queryset=Category.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    certificates = StandardsField(
        label=gettext_lazy("Must be certified"),
        required=False,
        help_text=gettext_lazy("Without these an offer is shown as blocked."),
    )
    certificates_nice = StandardsField(
        label=gettext_lazy("Better if certified"),
        required=False,
        help_text=gettext_lazy("These speak for an offer and block none."),
    )
    incoterms = forms.MultipleChoiceField(
        label=gettext_lazy("Incoterms accepted"),
        choices=[(term, term) for term in Incoterm.values],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    origins_wanted = CountriesField(
        label=gettext_lazy("Origins wanted"),
        required=False,
        help_text=gettext_lazy("Countries, parted by commas. They speak for an offer."),
    )
    origins_unwanted = CountriesField(
        label=gettext_lazy("Origins not accepted"),
        required=False,
        help_text=gettext_lazy("Offers from there are shown as blocked."),
    )

    class Meta:
        model = SourcingNeed
        fields = [
            "text", "categories", "volume", "volume_unit", "volume_period", "target_price",
            "target_price_currency", "target_price_unit", "certificates", "certificates_nice",
            "incoterms", "incoterm_place", "origins_wanted", "origins_unwanted", "deadline",
            "min_shelf_life_days", "priority",
        ]  # fmt: skip
        widgets = {
            "volume": forms.NumberInput(attrs={"min": 0, "step": "any", "inputmode": "decimal"}),
            "target_price": forms.NumberInput(
                attrs={"min": 0, "step": "any", "inputmode": "decimal"}
            ),
            "target_price_currency": forms.TextInput(attrs={"maxlength": 3, "size": 5}),
            "deadline": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        }

    def __init__(self, *args: Any, scheme: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Category]", self.fields["categories"])
        field.queryset = Category.objects.filter(scheme=scheme)
        ticked = self["categories"].value() or ()
        keys = [str(getattr(each, "pk", each)) for each in ticked]
        self.offer(field.queryset.filter(pk__in=numbers(keys)))
        for name in ("volume_unit", "target_price_unit", "volume_period"):
            choices = cast("forms.ChoiceField", self.fields[name]).choices
            cast("forms.ChoiceField", self.fields[name]).choices = [
                (key, title if key else "–")
                for key, title in cast("Iterable[tuple[str, Any]]", choices)
            ]

    def offer(self, categories: Iterable[Category]) -> None:
        """Categories to tick, of the many that there are."""
        field = cast("forms.ModelMultipleChoiceField[Category]", self.fields["categories"])
        field.choices = [(category.pk, str(category)) for category in categories]

    def clean_target_price_currency(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["target_price_currency"]).upper()

    def clean_deadline(self) -> date | None:
        """Not gone by, unless it has been so all along."""
        deadline: date | None = self.cleaned_data["deadline"]
        if deadline and deadline < timezone.localdate() and "deadline" in self.changed_data:
            raise forms.ValidationError(_("This day has gone by. Choose a later one, or none."))
        return deadline

    def clean(self) -> dict[str, Any]:
        """An amount has a unit and a period, a price a currency and a unit."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for names in TOGETHER:
            given = [name for name in names if cleaned.get(name) not in (None, "")]
            missing = [name for name in names if name not in given and name not in self.errors]
            if given and missing and not set(names) & set(self.errors):
                for name in missing:
                    self.add_error(name, _("Fill this in too, or empty what belongs to it."))
        for name in ("volume", "target_price"):
            if (cleaned.get(name) or 1) <= 0:
                self.add_error(name, _("Write a number above zero."))
        return cleaned


def initial_of(draft: DraftNeed, scheme: str) -> dict[str, Any]:
    """A form's first values from what was read."""
    volume, price = draft.volume, draft.target_price
    return {
        "text": Text.of({draft.language: draft.text}),
        "categories": [c.pk for c in categories_by_code(scheme, list(draft.categories))],
        "volume": _plain(volume.amount) if volume else None,
        "volume_unit": volume.unit if volume else "",
        "volume_period": draft.volume_period if volume else "",
        "target_price": _plain(price.high) if price else None,
        "target_price_currency": price.currency if price else "",
        "target_price_unit": price.unit if price else "",
        "certificates": list(draft.certificates),
        "certificates_nice": list(draft.certificates_nice),
        "incoterms": list(draft.incoterms),
        "incoterm_place": draft.incoterm_place,
        "origins_wanted": list(draft.origins_wanted),
        "origins_unwanted": list(draft.origins_unwanted),
        "deadline": draft.deadline,
        "min_shelf_life_days": draft.min_shelf_life_days,
    }


def _plain(amount: float) -> str:
    return f"{amount:.4f}".rstrip("0").rstrip(".")


def guesses(draft: DraftNeed, initial: Mapping[str, Any]) -> dict[str, str]:
    """By field the words of the text that its value was read from."""
    said = {
        name: " … ".join(dict.fromkeys(" ".join(span.text.split()) for span in spans))
        for name, spans in draft.spans.items()
    }
    for name, source in FILLED_WITH.items():
        if initial.get(name) and source in said:
            said[name] = said[source]
    return {name: words for name, words in said.items() if initial.get(name) not in (None, "", [])}
