"""Every part of the design system on one page, `/parts/`; not in production.

Parts are named by their class in `portal.css`. What stands in them is taken from the portal, in the
reader's language, with a long name and one in Chinese to see how they bear it.
"""

import re
from datetime import date
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

LONG_NAME = (
    "Kooperativa Prodhuese Bujqësore Malësia e Madhe dhe Partnerët e Bashkuar të Veriut Sh.p.k."
)
CHINESE_NAME = "上海华林优选超市有限公司采购中心进口食品与生鲜冷链事业部"
NAMES = ("Kivu Hills Coffee Cooperative", CHINESE_NAME, LONG_NAME)
STATES = (
    ("", _("pending")),
    ("good", _("accepted")),
    ("warn", _("expired")),
    ("bad", _("declined")),
)
ICONS = Path(__file__).parent / "static" / "portal" / "icons.svg"
LEVELS = ("info", "success", "warning", "error")


class SampleForm(forms.Form):
    """A field of each kind; the e-mail is wrong on purpose."""

    name = forms.CharField(label=_("Name or registration number"), initial=CHINESE_NAME)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("What you would like to talk about, in any language.")
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[("owner", _("owner")), ("editor", _("editor"))]
    )
    session = forms.ChoiceField(
        label=_("Time of day"),
        choices=[("am", _("in the morning")), ("pm", _("in the afternoon"))],
        widget=forms.RadioSelect,
        required=False,
    )
    day = forms.DateField(
        label=_("Deadline"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    message = forms.CharField(
        label=_("Message"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """All of them, in the order of the style sheet."""
    form = SampleForm({"name": CHINESE_NAME, "email": "shen.jiayi@", "role": "editor"})
    context = {
        "form": form,
        "names": NAMES,
        "states": STATES,
        "levels": LEVELS,
        "icons": re.findall(r'id="(\w+)"', ICONS.read_text(encoding="utf-8")),
        "day": date(2027, 5, 11),
        "pieces": [("Washed ", False), ("arabica", True), (", 水洗", False), ("咖啡", True)],
    }
    return render(request, "development/parts.html", context)
