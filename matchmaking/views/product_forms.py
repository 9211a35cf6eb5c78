"""The form of a product."""

from decimal import Decimal
from typing import Any, cast

from babel import Locale
from django import forms
from django.utils.translation import get_language, gettext_lazy, to_locale
from django.utils.translation import gettext as _

from exhibitors.models import Exhibitor, Product
from expo.models import Category, Edition
from foundation.asked import plain
from foundation.countries import country_choices
from foundation.forms import TranslatedTextFormField, TranslatedTextWidget
from foundation.units import Incoterm
from matchmaking.exchange.kinds import currencies
from matchmaking.queries.headings import named
from matchmaking.views.exhibitor_forms import language_choices

# Given together or not at all.
GROUPS = (
    ("moq", "moq_unit"),
    ("unit_size", "unit_size_unit"),
    ("capacity", "capacity_unit", "capacity_period"),
    ("price_min", "price_max", "price_currency", "price_unit"),
)
BANDS = (("price_min", "price_max"), ("temperature_min", "temperature_max"))
COLDEST, HOTTEST = -273, 2000
FIELDS = (
    "ref", "language", "name", "description", "hs_code", "origin", "moq", "moq_unit", "unit_size",
    "unit_size_unit", "capacity", "capacity_unit", "capacity_period", "price_min", "price_max",
    "price_currency", "price_unit", "incoterm", "incoterm_place", "lead_time_days",
    "shelf_life_days", "temperature_min", "temperature_max",
)  # fmt: skip


class ProductForm(forms.ModelForm[Product]):
    """Texts, category (by its code) and all trade terms."""

    ref = forms.CharField(
        label=gettext_lazy("Reference"),
        required=False,
        max_length=64,
        help_text=gettext_lazy(
            "Your own number for it, used in import and export. Empty: one is made."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Main language of its texts"))
    name = TranslatedTextFormField(label=gettext_lazy("Name"))
    description = TranslatedTextFormField(
        label=gettext_lazy("Description"), required=False, widget=TranslatedTextWidget(rows=4)
    )
    code = forms.CharField(
        label=gettext_lazy("Category"),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=gettext_lazy("The code of a heading, or choose one that the name suggests."),
    )
    origin = forms.ChoiceField(label=gettext_lazy("Country of origin"), required=False)
    price_currency = forms.ChoiceField(label=gettext_lazy("Currency"), required=False)

    class Meta:
        model = Product
        fields = FIELDS
        labels = {
            "moq": gettext_lazy("Minimum order (MOQ)"),
            "price_min": gettext_lazy("Price from"),
            "price_max": gettext_lazy("Price to"),
            "temperature_min": gettext_lazy("Kept from °C"),
            "temperature_max": gettext_lazy("Kept up to °C"),
        }

    def __init__(self, *args: Any, exhibitor: Exhibitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, self.exhibitor = self.instance, exhibitor
        row.exhibitor, row.edition_id = exhibitor, exhibitor.edition_id
        if row.pk:
            self.fields["ref"].disabled = True
        elif not self.initial.get("language"):
            self.initial["language"] = exhibitor.language
        if row.category_id and "code" not in self.initial:
            self.initial["code"] = row.category.code if row.category else ""
        for name, value in self.initial.items():
            if isinstance(value, Decimal | float):
                self.initial[name] = f"{Decimal(str(value)).normalize():f}"
        for name, choices in self._choices(exhibitor.edition).items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def _choices(self, edition: Edition) -> dict[str, Any]:
        row = self.instance
        countries = dict(country_choices())
        countries.setdefault(row.origin or "ZZ", _("not known") if not row.origin else row.origin)
        return {
            "language": language_choices(row.language, self.exhibitor.language),
            "origin": [("", "—"), *countries.items()],
            "price_currency": currency_choices(edition),
            "incoterm": [("", "—"), *((term, term) for term in Incoterm.values)],
        }

    def clean_ref(self) -> str:
        """Letters, digits, dots and dashes; the one of a stored product stays."""
        ref: str = self.cleaned_data["ref"]
        return ref or self.instance.ref

    def clean_name(self) -> Any:
        """As long as the import allows."""
        for text in self.cleaned_data["name"].values():
            if len(text) > 300:  # noqa: PLR2004 (docs/import.md)
                raise forms.ValidationError(_("A name has at most 300 characters."))
        return self.cleaned_data["name"]

    def clean(self) -> dict[str, Any]:
        """What belongs together is there together; the category is one of the tree."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for group in GROUPS:
            given = [name for name in group if cleaned.get(name) not in (None, "")]
            for name in group if given else ():
                if name not in given and name not in self.errors:
                    self.add_error(name, _("Fill this in too, or empty the boxes beside it."))
        for low, high in BANDS:
            first, second = cleaned.get(low), cleaned.get(high)
            if first is not None and second is not None and first > second:
                self.add_error(low, _("This is above the upper end."))
        for name in ("moq", "unit_size", "capacity", "price_min"):
            if cleaned.get(name) is not None and cleaned[name] < 0:
                self.add_error(name, _("This cannot be below 0."))
        for name in ("temperature_min", "temperature_max"):
            if cleaned.get(name) is not None and not COLDEST <= cleaned[name] <= HOTTEST:
                self.add_error(name, _("There is no such temperature."))
        self.instance.category = cleaned["category"] = self._category(cleaned)
        return cleaned

    def _category(self, cleaned: dict[str, Any]) -> Category | None:
        code = plain(cleaned.get("code") or "").strip()
        found = named(self.exhibitor.edition.category_scheme, code) if code else None
        if code and found is None:
            self.add_error("code", _("The tree has no such code: %(code)s.") % {"code": code})
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What is to be kept, by the model's names."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "category")}

    @property
    def placed(self) -> Category | None:
        """The category of the code in the box."""
        code = plain(str(self["code"].value() or "")).strip()
        return named(self.exhibitor.edition.category_scheme, code) if code else None


def currency_choices(edition: Edition) -> list[Any]:
    """Those that the edition has a rate for first: only they are compared with a buyer's target."""
    names = Locale.parse(to_locale(get_language() or "en")).currencies
    compared = list(dict.fromkeys([edition.currency, *edition.rates]))
    others = sorted(currencies() - set(compared))

    def said(code: str) -> tuple[str, str]:
        name = names.get(code)
        return code, f"{code} – {name}" if name else code

    return [
        ("", "—"),
        (_("Compared with buyers' targets"), [said(code) for code in compared]),
        (_("Others"), [said(code) for code in others]),
    ]
