"""Editions on the desk: the pages beside their settings."""

from django.contrib import admin
from django.urls import URLPattern, path

from expo.admin import EditionAdmin
from expo.models import Edition
from matchmaking.admin.day_sheets import (
    cancel_sheets_view,
    download_sheets_view,
    sheets_view,
)
from matchmaking.admin.floor import floor_view
from matchmaking.admin.front import front_view, newest_view
from matchmaking.admin.history import HistoryAdmin
from matchmaking.admin.preview import preview_view
from matchmaking.admin.queues import queues_view
from matchmaking.admin.reports import (
    newest_reports_view,
    report_file_view,
    report_view,
    reports_view,
)
from matchmaking.admin.same import same_view

admin.site.unregister(Edition)


@admin.register(Edition)
class DeskEditionAdmin(HistoryAdmin, EditionAdmin):
    """With a front page, a floor plan, queues, reports and a preview of its settings."""

    def get_urls(self) -> list[URLPattern]:
        """The pages beside the usual ones."""
        site, mine = self.admin_site, {"admin": self}
        beside = {
            "front": ("front", front_view),
            "floor": ("floor", floor_view),
            "queues": ("queues", queues_view),
            "preview": ("preview", preview_view),
            "reports": ("reports", reports_view),
            "report": ("reports/<slug:name>", report_view),
            "report_file": ("reports/<slug:name>/<slug:form>", report_file_view),
            "sheets": ("sheets", sheets_view),
            "sheets_cancel": ("sheets/<int:run_id>/cancel", cancel_sheets_view),
            "sheets_zip": ("sheets/<int:run_id>/zip", download_sheets_view),
        }
        return [
            path("front/", site.admin_view(newest_view), mine, name="expo_edition_newest"),
            path(
                "reports/",
                site.admin_view(newest_reports_view),
                mine,
                name="expo_edition_newest_reports",
            ),
            *(
                path(
                    f"<int:edition_id>/{way}/",
                    site.admin_view(view),
                    mine,
                    name=f"expo_edition_{name}",
                )
                for name, (way, view) in beside.items()
            ),
            path(
                "<int:edition_id>/organizations/<int:organization_id>/",
                site.admin_view(same_view),
                mine,
                name="expo_edition_same",
            ),
            *super().get_urls(),
        ]
