"""The pages of a place, below `at/<edition>/<organization>/`."""

from django.urls import path

from matchmaking.views import (
    calendar,
    certificates,
    exhibitor,
    home,
    pictures,
    product_files,
    products,
    requests,
)

urlpatterns = [
    path("", home.today, name="today"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<slug:tab>/", requests.requests, name="requests-tab"),
    path("requests/<int:key>/answer/", requests.answer, name="request-answer"),
    path("requests/<int:key>/time/", requests.propose, name="request-propose"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/address/", calendar.make_feed, name="calendar-feed-new"),
    path("calendar/address/end/", calendar.end_feed, name="calendar-feed-end"),
    path("calendar/sheet/", calendar.day_sheet, name="day-sheet"),
    path("calendar/<slug:side>/", calendar.availability, name="availability"),
    path("ask/<slug:side>/<int:other>/", requests.ask, name="request-new"),
    # The exhibitor's own pages, and how others see it.
    path("profile/", exhibitor.profile, name="profile"),
    path("profile/edit/", exhibitor.edit, name="profile-edit"),
    path("profile/seen/", exhibitor.seen, name="profile-seen"),
    path("profile/logo/", pictures.logo, name="profile-logo"),
    path("profile/pictures/<int:key>/", pictures.change, name="picture-change"),
    path("exhibitors/<int:key>/", exhibitor.other, name="exhibitor-page"),
    path("products/", products.products, name="products"),
    path("products/new/", products.create, name="product-new"),
    path("products/headings/", products.headings, name="product-headings"),
    path("products/files/<slug:kind>/", product_files.export, name="product-export"),
    path("products/import/", product_files.start, name="product-import-new"),
    path("products/import/<int:key>/", product_files.progress, name="product-import"),
    path("products/import/<int:key>/decide/", product_files.decide, name="product-import-decide"),
    path("products/<int:key>/", products.edit, name="product-edit"),
    path("products/<int:key>/copy/", products.copy, name="product-copy"),
    path("products/<int:key>/delete/", products.remove, name="product-remove"),
    path("products/<int:key>/pictures/", pictures.of_product, name="product-pictures"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/new/", certificates.certificate, name="certificate-new"),
    path("certificates/<int:key>/", certificates.certificate, name="certificate-edit"),
    path("certificates/<int:key>/delete/", certificates.remove, name="certificate-remove"),
]
