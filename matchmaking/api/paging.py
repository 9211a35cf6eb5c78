"""Pages by cursor: as fast on the last page as on the first, and nothing is shown twice."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    """`?cursor=`, as `next` and `previous` give it; `?page_size=` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = ("-pk",)

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        """The kind's own, else the newest first."""
        own = getattr(view, "ordering", None)
        return own or super().get_ordering(request, queryset, view)

    def get_paginated_response_schema(self, schema: Any) -> Any:
        """As OpenAPI 3.1 says that something may be null."""
        said = super().get_paginated_response_schema(schema)
        for name in ("next", "previous"):
            link = said["properties"][name]
            link.pop("nullable", None)
            link["type"] = ["string", "null"]
        return said

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        """404 for a cursor that was made up, as for one that cannot be read."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValueError, ValidationError) as error:
            raise NotFound(self.invalid_cursor_message) from error
