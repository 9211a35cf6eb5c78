"""Editions on the desk: the pages beside their settings."""

from django.contrib import admin
from django.urls import URLPattern, path

from expo.admin import EditionAdmin
from expo.models import Edition
from matchmaking.admin.floor import floor_view
from matchmaking.admin.front import front_view, newest_view
from matchmaking.admin.history import HistoryAdmin
from matchmaking.admin.preview import preview_view
from matchmaking.admin.queues import queues_view
from matchmaking.admin.same import same_view

admin.site.unregister(Edition)


@admin.register(Edition)
class DeskEditionAdmin(HistoryAdmin, EditionAdmin):
    """With a front page, a floor plan, queues and a preview of its settings."""

    def get_urls(self) -> list[URLPattern]:
        """The pages beside the usual ones."""
        site, mine = self.admin_site, {"admin": self}
        beside = {
            "front": front_view,
            "floor": floor_view,
            "queues": queues_view,
            "preview": preview_view,
        }
        return [
            path("front/", site.admin_view(newest_view), mine, name="expo_edition_newest"),
            *(
                path(
                    f"<int:edition_id>/{name}/",
                    site.admin_view(view),
                    mine,
                    name=f"expo_edition_{name}",
                )
                for name, view in beside.items()
            ),
            path(
                "<int:edition_id>/organizations/<int:organization_id>/",
                site.admin_view(same_view),
                mine,
                name="expo_edition_same",
            ),
            *super().get_urls(),
        ]
