"""Erasure and retention: the person goes, the figures stay."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client
from django.utils import timezone

from accounts.actions.tokens import make_token
from accounts.models import AccessToken, JoinRequest, Membership, User
from expo.models import Edition, Interpreter
from foundation.errors import RuleBroken
from matchmaking.actions.erase_person import erase_person
from matchmaking.actions.keep_short import keep_short
from matchmaking.actions.tell_joining import ask_owners, invite_colleague
from matchmaking.models import KeptAnswer, Meeting, MeetingRequest, Notice
from tests.factories.accounts import MembershipFactory, OrganizerFactory, UserFactory
from tests.factories.expo import EditionFactory, InterpreterFactory, OpeningDayFactory
from tests.factories.matchmaking import (
    MatchMarkFactory,
    MeetingFactory,
    MeetingRequestFactory,
    NoticeFactory,
)

pytestmark = pytest.mark.django_db


def test_a_person_is_erased_and_the_meetings_stay():
    meeting = MeetingFactory()
    person = MembershipFactory(organization=meeting.exhibitor.organization).user
    email = person.email
    meeting.exhibitor.contact_email, meeting.exhibitor.contact_name = email.upper(), "Aline"
    meeting.exhibitor.save()
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
    make_token(person, "CRM", ["catalogue:read"])
    NoticeFactory(user=person, edition=meeting.edition)
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    assert client.post("/account/privacy/erase/", {"email": "other@x.org"}).status_code == 422
    assert client.post("/account/privacy/erase/", {"email": email}).status_code == 302
    row = User.objects.get(pk=person.pk)
    assert (row.email, row.name, row.is_active) == (f"erased-{row.pk}@erased.invalid", "", False)
    meeting.exhibitor.refresh_from_db()
    assert (meeting.exhibitor.contact_name, meeting.exhibitor.contact_email) == ("", "")
    assert not AccessToken.objects.exists()
    assert not Notice.objects.exists()
    assert Meeting.objects.count() == 1
    history = apps.get_model("accounts", "UserEvent").objects.filter(pgh_obj=row.pk)
    assert history.exists()
    assert not history.filter(email=email).exists()


def test_what_others_were_told_of_who_is_erased_goes_too():
    owner = MembershipFactory(role=Membership.Role.OWNER)
    person, other = UserFactory(email="wei@lake.example"), UserFactory()
    invite_colleague(owner.organization, "Wei@lake.example", "editor", user=owner.user)
    ask_owners(person, owner.organization)
    Notice.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    JoinRequest.objects.update(created_at=timezone.now() - timedelta(minutes=5, seconds=1))
    ask_owners(other, owner.organization)
    erase_person(person)
    (left,) = Notice.objects.all()
    assert other.email in left.body


def test_the_only_owner_names_another_one_first():
    owner = MembershipFactory(role=Membership.Role.OWNER)
    MembershipFactory(organization=owner.organization)
    with pytest.raises(RuleBroken, match="only owner"):
        erase_person(owner.user)
    with pytest.raises(RuleBroken):
        erase_person(OrganizerFactory())


def test_personal_data_of_an_edition_goes_after_its_time():
    request = MeetingRequestFactory(message={"en": "Call me on 555"})
    edition = request.edition
    NoticeFactory(edition=edition)
    OpeningDayFactory(edition=edition, date=timezone.localdate() - timedelta(days=31))
    assert keep_short() == 0
    Edition.objects.filter(pk=edition.pk).update(keep_people_days=30)
    assert keep_short() == 1
    assert keep_short() == 0
    request.refresh_from_db()
    request.exhibitor.refresh_from_db()
    assert (request.message, request.exhibitor.contact_email) == ({}, "")
    assert not Notice.objects.exists()
    assert MeetingRequest.objects.count() == 1


def test_the_words_go_out_of_the_history_too():
    edition = EditionFactory(keep_people_days=30)
    OpeningDayFactory(edition=edition, date=timezone.localdate() - timedelta(days=40))
    asked = MeetingRequestFactory(edition=edition, message={"en": "Call me on 555"})
    kept = MeetingRequestFactory(message={"en": "Next year"})
    MeetingRequest.objects.filter(pk=asked.pk).update(decline_reason={"en": "Ask for Wei"})
    MatchMarkFactory(edition=edition, note="Wei knows them", marked_by=UserFactory())
    InterpreterFactory(edition=edition, name="Li Na", email="", user=None)
    assert keep_short() == 1
    assert keep_short() == 0
    asks = apps.get_model("matchmaking.MeetingRequestEvent").objects.filter(pgh_obj=asked.pk)
    marks = apps.get_model("matchmaking.MatchMarkEvent").objects
    assert {(str(row.message), str(row.decline_reason)) for row in asks} == {("", "")}
    assert {(row.note, row.marked_by_id) for row in marks.all()} == {("", None)}
    assert asks.model.objects.get(pgh_obj=kept.pk).message == {"en": "Next year"}
    assert Interpreter.objects.get().name == "–"


def test_notices_of_no_edition_go_after_a_year():
    young, old = NoticeFactory(edition=None), NoticeFactory(edition=None)
    for notice, days in ((young, 364), (old, 366)):
        Notice.objects.filter(pk=notice.pk).update(created_at=timezone.now() - timedelta(days=days))
    keep_short()
    assert Notice.objects.get() == young


def test_kept_answers_go_after_a_day():
    row = KeptAnswer.objects.create(user=OrganizerFactory(), key="k", fingerprint="f")
    keep_short()
    assert KeptAnswer.objects.exists()
    KeptAnswer.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(hours=25))
    keep_short()
    assert not KeptAnswer.objects.exists()
