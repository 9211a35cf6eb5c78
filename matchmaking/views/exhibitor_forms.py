"""Forms of the exhibitor's pages."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exhibitors.models import Certificate, Exhibitor
from expo.models import Edition
from foundation.countries import country_choices
from foundation.forms import OFFERED, TranslatedTextFormField, TranslatedTextWidget
from foundation.texts import language_keys
from foundation.units import Channel
from matchmaking.actions.save_exhibitor import OWN
from matchmaking.queries.standards import standard_choices
from matchmaking.wording import language_names

# Spoken at booths beside the interface's six; others are added by their code in the import.
SPOKEN = (
    "en", "zh", "fr", "es", "ar", "ru", "pt", "de", "it", "ja", "ko", "vi", "th", "id", "ms", "hi",
    "bn", "ur", "fa", "tr", "uk", "pl", "nl", "el", "he", "am", "sw", "rw", "ha", "yo", "zu", "mg",
    "km", "lo", "my", "mn", "kk", "uz", "ka", "hy", "sr", "ro", "hu", "cs",
)  # fmt: skip


def language_choices(*more: str) -> list[tuple[str, str]]:
    """Sorted by name; `more` are codes that a row has already."""
    codes = dict.fromkeys([*SPOKEN, *(code for code in more if code)])
    return sorted(((code, language_names(code)) for code in codes), key=lambda pair: pair[1])


def chosen_first(choices: Iterable[tuple[str, str]], chosen: Iterable[str]) -> Any:
    """What is ticked stands where one sees it."""
    ticked = set(chosen)
    return sorted(choices, key=lambda pair: pair[0] not in ticked)


class ProfileForm(forms.ModelForm[Exhibitor]):
    """What an exhibitor says of itself; booth and admission are the organizer's."""

    website = forms.URLField(
        label=gettext_lazy("Website"), required=False, assume_scheme="https", max_length=200
    )
    description = TranslatedTextFormField(
        label=gettext_lazy("Description"),
        required=False,
        widget=TranslatedTextWidget(rows=5),
        help_text=gettext_lazy("What you make, for whom, and what sets you apart."),
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages spoken at the booth"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    target_markets = forms.MultipleChoiceField(
        label=gettext_lazy("Countries you want to sell to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Through which channels"),
        required=False,
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=gettext_lazy("Main language of your texts"))

    class Meta:
        model = Exhibitor
        fields = OWN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self.fields["website"].initial = row.organization.website
        _choose(self, "language", language_choices(row.language))
        _choose(self, "languages", chosen_first(language_choices(*row.languages), row.languages))
        markets = dict(country_choices()) | {code: code for code in row.target_markets
                                             if code not in dict(country_choices())}  # fmt: skip
        _choose(self, "target_markets", chosen_first(markets.items(), row.target_markets))
        for name in ("founded", "employees", "max_meetings", "max_meetings_a_day"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean_founded(self) -> int | None:
        """A year of four digits."""
        year: int | None = self.cleaned_data["founded"]
        if year is not None and not 1000 <= year <= 2100:  # noqa: PLR2004 (years)
            raise forms.ValidationError(_("Write a year of four digits."))
        return year


def _choose(form: forms.BaseForm, name: str, choices: Any) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = choices


class PictureForm(forms.Form):
    """A picture, and what it shows."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB."),
    )
    alt = TranslatedTextFormField(
        label=gettext_lazy("What it shows"),
        help_text=gettext_lazy("For those who cannot see it: “Green beans on a drying bed”."),
    )


class AltForm(forms.Form):
    """What a picture shows, said anew."""

    alt = TranslatedTextFormField(label=gettext_lazy("What it shows"))


class ImportForm(forms.Form):
    """A file with products."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV (UTF-8) or XLSX, up to 5 MB and 5,000 rows."),
    )


class CertificateForm(forms.ModelForm[Certificate]):
    """A paper."""

    standard = forms.SlugField(
        label=gettext_lazy("Standard"),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "standards", "autocomplete": "off"}),
        help_text=gettext_lazy("Choose one of the list, or write another in small letters."),
    )
    scope = TranslatedTextFormField(
        label=gettext_lazy("Scope"),
        required=False,
        help_text=gettext_lazy("What it covers: “Growing and wet processing of coffee”."),
    )
    paper = forms.FileField(
        label=gettext_lazy("Scan of the paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "PDF or picture, up to 10 MB. Your own people and the organizer see it, buyers do not."
        ),
    )

    class Meta:
        model = Certificate
        fields = ("standard", "issuer", "number", "product", "scope", "valid_until")
        widgets = {"valid_until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def __init__(self, *args: Any, exhibitor: Exhibitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.exhibitor, self.instance.edition_id = exhibitor, exhibitor.edition_id
        product = cast("forms.ModelChoiceField[Any]", self.fields["product"])
        product.queryset = exhibitor.products.order_by("ref").only("name", "exhibitor_id")
        product.empty_label = _("The whole company")
        product.label = _("Covers")

    @property
    def standards(self) -> list[tuple[str, str]]:
        """To choose from while typing."""
        return standard_choices()


def edition_languages(edition: Edition) -> list[str]:
    """The interface's languages, those of the edition's pages first."""
    first = [key for code in edition.languages for key in language_keys(code) if key in OFFERED]
    return list(dict.fromkeys([*first, *OFFERED]))
