"""Pages by cursor: as fast on the last page as on the first, and nothing is shown twice."""

from rest_framework.pagination import CursorPagination


class ByCursor(CursorPagination):
    """`?cursor=`, as `next` and `previous` give it; `?page_size=` up to 200."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = ("-pk",)
