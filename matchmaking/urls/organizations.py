"""Organizations and their teams, below `organizations/`."""

from django.urls import path

from matchmaking.views import joining, team

urlpatterns = [
    path("", joining.find, name="find-organization"),
    path("new/", joining.found, name="found-organization"),
    path("<int:organization>/", team.organization, name="organization"),
    path("<int:organization>/ask/", joining.ask, name="ask-to-join"),
    path("<int:organization>/edit/", team.edit, name="organization-edit"),
    path("<int:organization>/invite/", team.invite, name="invite"),
    path("<int:organization>/invitations/<int:invitation>/", team.revoke, name="revoke"),
    path("<int:organization>/asked/<int:asked>/", team.answer, name="join-answer"),
    path("<int:organization>/members/<int:other>/", team.member, name="member"),
    path("<int:organization>/apply/", team.apply, name="apply"),
    path("<int:organization>/leave/", team.leave, name="leave"),
]
