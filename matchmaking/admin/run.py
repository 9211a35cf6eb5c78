"""Scoring runs, to look at."""

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.desk import ReadOnlyAdmin
from matchmaking.admin.scoring import cancel_view, compare_view, progress_view, start_view
from matchmaking.models import ScoringRun
from matchmaking.part_words import say_part
from matchmaking.wording import figure


@admin.register(ScoringRun)
class ScoringRunAdmin(ReadOnlyAdmin):
    """How far a run is, what it found, why it failed."""

    edition_path = "edition"
    list_display = [
        "name",
        "state",
        "current",
        "progress",
        "matches_found",
        "created_at",
        "took",
    ]
    list_display_links = None
    list_filter = ["edition", "state", "current"]
    list_select_related = ["edition"]
    search_fields = ["edition__slug"]
    fieldsets = [
        (None, {"fields": ["edition", ("state", "current"), "progress", "message"]}),
        (_("What it read"), {"fields": [("needs", "products"), "meaning", "weights", "digest"]}),
        (_("What it found"), {"fields": [("pairs_scored", "matches_found")]}),
        (
            _("When, and for whom"),
            {"fields": ["started_by", ("created_at", "finished_at"), "took"]},
        ),
    ]

    @admin.display(description=_("seconds"), ordering="seconds")
    def took(self, run: ScoringRun) -> str:
        """To a tenth."""
        return figure(run.seconds, 1)

    @admin.display(description=_("likeness of meaning"))
    def meaning(self, run: ScoringRun) -> str:
        """Whether an embedder took part, how far, and why not."""
        if not run.embedder:
            return gettext("No embedder is set up: matched by words, dictionary and categories.")
        said = [
            gettext("%(embedder)s: %(embedded)s of %(texts)s texts have a vector.")
            % {"embedder": run.embedder, "embedded": run.texts_embedded, "texts": run.texts}
        ]
        if run.embedder_error:
            failed = gettext("It failed, and the rest was matched without it: %(error)s")
            said.append(failed % {"error": run.embedder_error})
        elif run.texts_embedded < run.texts:
            said.append(gettext("The others get theirs in the background, for the next run."))
        return " ".join(said)

    @admin.display(description=_("weights"))
    def weights(self, run: ScoringRun) -> str:
        """Whether the edition's own feedback had a say."""
        labels = run.blend.get("labels")
        if not labels:
            return "–"
        counted = {"yes": labels["welcome"], "no": labels["unwelcome"]}
        if not run.blend["adapted"]:
            said = gettext(
                "As shipped (%(version)s): %(yes)s welcome and %(no)s unwelcome pairs are too few."
            )
            return said % {"version": run.blend["version"], **counted}
        moved = sorted(run.blend["factors"].items(), key=lambda each: -abs(each[1] - 1))[:3]
        factors = ", ".join(f"{say_part(name)} ×{factor:.2f}" for name, factor in moved)
        told = gettext("Adapted to %(yes)s welcome and %(no)s unwelcome pairs: %(factors)s")
        return told % {"factors": factors, **counted}

    def get_urls(self) -> list[URLPattern]:
        """Start, progress, cancel, compare."""
        site, mine, name = self.admin_site, {"admin": self}, "matchmaking_scoringrun"
        beside = {"progress": progress_view, "cancel": cancel_view, "compare": compare_view}
        return [
            path("start/", site.admin_view(start_view), mine, name=f"{name}_start"),
            *(
                path(f"<int:run_id>/{at}/", site.admin_view(view), mine, name=f"{name}_{at}")
                for at, view in beside.items()
            ),
            *super().get_urls(),
        ]

    @display(description=_("scoring run"), ordering="-id")
    def name(self, run: ScoringRun) -> SafeString:
        """Leads to its progress."""
        address = reverse("admin:matchmaking_scoringrun_progress", args=[run.pk])
        return format_html(
            '<a class="text-primary-700 dark:text-primary-400" href="{}">{}</a>', address, run
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScoringRun]:
        """With the parts counted."""
        runs: QuerySet[ScoringRun] = super().get_queryset(request)
        done = Count("chunks", filter=Q(chunks__done=True))
        return runs.annotate(chunks_done=done, chunks_all=Count("chunks"))

    @admin.display(description=_("parts done"))
    def progress(self, run: ScoringRun) -> str:
        """Of the parts that the run is done in."""
        return f"{run.chunks_done} / {run.chunks_all}"  # type: ignore[attr-defined]
