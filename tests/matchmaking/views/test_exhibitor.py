"""An exhibitor's profile, preview and pictures."""

import pytest
from django.urls import reverse

from exhibitors.models import Picture
from foundation import uploads
from foundation.texts import Text
from matchmaking.models import MatchChange
from tests.factories.accounts import MembershipFactory, OrganizerFactory
from tests.factories.buyers import BuyerFactory, SourcingNeedFactory
from tests.factories.exhibitors import CertificateFactory, ExhibitorFactory, ProductFactory
from tests.factories.matchmaking import MatchFactory, ScoringRunFactory
from tests.factories.pictures import PictureFactory, bomb, drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def exhibitor(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return ExhibitorFactory(description=Text({"en": "We grow coffee."}))


@pytest.fixture
def editor(client, exhibitor):
    membership = MembershipFactory(organization=exhibitor.organization)
    client.force_login(membership.user)
    return membership


def at(exhibitor, name, *args):
    return reverse(name, args=[exhibitor.edition.slug, exhibitor.organization_id, *args])


def boxes(page):
    """What the profile's form holds."""
    form, row = page.context["form"], page.context["form"].instance
    sent = {"seen": page.context["seen"], "website": form.fields["website"].initial}
    for name in form.Meta.fields:
        value = getattr(row, name)
        if name == "description":
            sent |= {f"description__{key}": text for key, text in value.items()}
        elif value not in (None, []):
            sent[name] = value
    return sent


def test_what_is_written_is_kept_and_noted_for_the_matches(client, exhibitor, editor):
    sent = boxes(client.get(at(exhibitor, "profile-edit")))
    sent |= {
        "description__zh": "我们种咖啡。", "website": "kivu.example", "team_size": 3,
        "target_markets": ["CN", "JP"], "channels": ["retail"], "languages": ["en", "rw"],
    }  # fmt: skip
    assert client.post(at(exhibitor, "profile-edit"), sent).status_code == 302
    exhibitor.refresh_from_db()
    assert exhibitor.description == {"en": "We grow coffee.", "zh": "我们种咖啡。"}
    assert (exhibitor.target_markets, exhibitor.channels) == (["CN", "JP"], ["retail"])
    assert (exhibitor.languages, exhibitor.team_size) == (["en", "rw"], 3)
    assert exhibitor.organization.website == "https://kivu.example"
    assert MatchChange.objects.get().exhibitor == exhibitor.pk


def test_booth_state_and_first_time_are_not_the_exhibitors_to_change(client, exhibitor, editor):
    sent = boxes(client.get(at(exhibitor, "profile-edit")))
    client.post(
        at(exhibitor, "profile-edit"), {**sent, "state": "refused", "first_time": "on", "booth": 1}
    )
    exhibitor.refresh_from_db()
    assert (exhibitor.state, exhibitor.first_time, exhibitor.booth) == ("approved", False, None)


def test_the_later_of_two_is_told_and_keeps_what_it_wrote(client, exhibitor, editor):
    sent = boxes(client.get(at(exhibitor, "profile-edit")))
    type(exhibitor).objects.update(team_size=5, languages=["ru"])
    page = client.post(at(exhibitor, "profile-edit"), {**sent, "team_size": 2, "founded": 2014})
    assert page.status_code == 409
    changed = {each.label: (each.before, each.now, each.kept) for each in page.context["changed"]}
    assert changed["Team size"] == ("1", "5", True)
    assert changed["Languages spoken at the booth"] == ("English, French", "Russian", False)
    form = page.context["form"]
    assert [form[name].value() for name in ("team_size", "founded", "languages")] == [
        2, 2014, ["ru"]
    ]  # fmt: skip
    exhibitor.refresh_from_db()
    assert exhibitor.team_size == 5


def test_without_a_true_seal_nothing_is_overwritten(client, exhibitor, editor):
    sent = boxes(client.get(at(exhibitor, "profile-edit")))
    page = client.post(at(exhibitor, "profile-edit"), {**sent, "seen": "forged", "team_size": 9})
    assert page.status_code == 422
    exhibitor.refresh_from_db()
    assert exhibitor.team_size == 1


def test_the_meter_says_what_is_missing(client, exhibitor, editor):
    MatchFactory(run=ScoringRunFactory(edition=exhibitor.edition, current=True),
                 exhibitor=exhibitor)  # fmt: skip
    page = client.get(at(exhibitor, "profile")).content.decode()
    assert "Without products there are no matches." in page
    MatchChange.objects.create(edition=exhibitor.edition, exhibitor=exhibitor.pk)
    assert 'hx-trigger="every 3s"' in client.get(at(exhibitor, "profile")).content.decode()


def test_the_preview_speaks_the_language_chosen_and_the_page_around_it_the_readers(
    client, exhibitor, editor
):
    ProductFactory(exhibitor=exhibitor, name=Text({"en": "Green coffee", "zh": "生咖啡豆"}))
    page = client.get(at(exhibitor, "profile-seen"), {"language": "zh-hans"}).content.decode()
    assert "How buyers see you" in page
    assert "生咖啡豆" in page
    assert "卢旺达" in page
    page = client.get(at(exhibitor, "profile-seen"), {"language": "ar"}).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert client.get(at(exhibitor, "profile-seen"), {"language": "xx"}).status_code == 200


def test_an_exhibitor_has_one_face_wherever_it_is_shown(client, exhibitor, editor):
    PictureFactory(product=ProductFactory(exhibitor=exhibitor, name=Text({"en": "Green coffee"})))
    CertificateFactory(exhibitor=exhibitor, standard="haccp", issuer="Rwanda Standards Board")
    buyer, neighbour = (
        BuyerFactory(edition=exhibitor.edition),
        ExhibitorFactory(edition=exhibitor.edition),
    )
    said = ("Green coffee", "HACCP", "Rwanda Standards Board", "We grow coffee.", "/media/")
    pages = {"own": client.get(at(exhibitor, "profile-seen")).content.decode()}
    client.force_login(MembershipFactory(organization=neighbour.organization).user)
    pages["other"] = client.get(at(neighbour, "exhibitor-page", exhibitor.pk)).content.decode()
    client.force_login(MembershipFactory(organization=buyer.organization).user)
    pages["found"] = client.get(at(buyer, "exhibitor-page", exhibitor.pk)).content.decode()
    pages["match"] = client.get(at(buyer, "matches-with", "buyer", exhibitor.pk)).content.decode()
    for name, page in pages.items():
        assert all(words in page for words in said), name
        # What joins two is for the buyer only, at either address.
        joins = name in {"found", "match"}
        assert ("Ask for a meeting" in page) is joins, name
        assert ("Shown once both sides have agreed to meet" in page) is joins, name


def test_a_company_that_also_buys_sees_its_own_face_without_asking_itself(
    client, exhibitor, editor
):
    BuyerFactory(edition=exhibitor.edition, organization=exhibitor.organization)
    page = client.get(at(exhibitor, "exhibitor-page", exhibitor.pk)).content.decode()
    assert "We grow coffee." in page
    assert "Ask for a meeting" not in page


def test_a_buyer_sees_the_same_page_and_nothing_that_ran_out(client, exhibitor):
    buyer = BuyerFactory(edition=exhibitor.edition)
    client.force_login(MembershipFactory(organization=buyer.organization).user)
    ProductFactory(exhibitor=exhibitor, name=Text({"en": "Green coffee"}))
    CertificateFactory(exhibitor=exhibitor, standard="halal", valid_until="2020-01-01")
    CertificateFactory(exhibitor=exhibitor, standard="haccp", valid_until=None)
    address = reverse(
        "exhibitor-page", args=[exhibitor.edition.slug, buyer.organization_id, exhibitor.pk]
    )
    page = client.get(address).content.decode()
    assert "Green coffee" in page
    assert "HACCP" in page
    assert "halal" not in page
    type(exhibitor).objects.update(state="applied")
    assert client.get(address).status_code == 404


OWN = ["profile", "profile-edit", "profile-seen", "products", "product-new", "product-import-new",
       "certificates", "certificate-new"]  # fmt: skip
READ = {"profile", "profile-seen", "products", "certificates"}


@pytest.mark.parametrize("name", OWN)
def test_strangers_and_the_other_side_find_nothing_and_viewers_only_read(client, exhibitor, name):
    address = at(exhibitor, name)
    assert client.get(address).status_code == 302
    buyer = BuyerFactory(edition=exhibitor.edition)
    client.force_login(MembershipFactory(organization=buyer.organization).user)
    assert client.get(address).status_code == 404
    own = reverse(name, args=[exhibitor.edition.slug, buyer.organization_id])
    assert client.get(own).status_code == 404
    viewer = MembershipFactory(organization=exhibitor.organization, role="viewer")
    client.force_login(viewer.user)
    assert client.get(address).status_code == (200 if name in READ else 403)


def uploaded(data, name="logo.jpg"):
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

    return SimpleUploadedFile(name, data, "image/jpeg")


def test_a_logo_is_uploaded_described_and_served_to_those_who_take_part(client, exhibitor, editor):
    sent = {"picture": uploaded(drawn("PNG")), "alt__en": "A lake and a hill"}
    client.post(at(exhibitor, "profile-logo"), sent)
    logo = Picture.objects.get()
    answer = client.get(reverse("picture", args=[logo.key]))
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    client.post(at(exhibitor, "picture-change", logo.pk), {f"p{logo.pk}-alt__en": "Lake Kivu"})
    logo.refresh_from_db()
    assert logo.alt == {"en": "Lake Kivu"}
    client.force_login(MembershipFactory().user)
    assert client.get(reverse("picture", args=[logo.key])).status_code == 404
    client.force_login(OrganizerFactory())
    small = client.get(reverse("picture-small", args=[logo.key, "s"]))
    assert b"".join(small.streaming_content)
    client.logout()
    assert client.get(reverse("picture", args=[logo.key])).status_code == 302


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (bomb(), "too many pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "JPEG, PNG or WebP"),
        (b"", "Choose a picture"),
    ],
)
def test_a_bad_picture_is_refused_with_a_word(client, exhibitor, editor, data, said):
    sent = {"picture": uploaded(data), "alt__en": "A lake"}
    page = client.post(at(exhibitor, "profile-logo"), sent, follow=True).content.decode()
    assert said in page
    assert not Picture.objects.exists()


def test_a_picture_needs_words_and_a_body_without_end_is_cut_off(
    client, exhibitor, editor, monkeypatch
):
    page = client.post(
        at(exhibitor, "profile-logo"), {"picture": uploaded(drawn())}, follow=True
    ).content.decode()
    assert "say what it shows" in page
    monkeypatch.setattr(uploads, "LARGEST_BODY", 1000)
    sent = {"alt__en": "A lake", "picture": uploaded(drawn())}
    page = client.post(at(exhibitor, "profile-logo"), sent, follow=True).content.decode()
    assert "The file is too large" in page
    assert not Picture.objects.exists()


def test_nobody_changes_anothers_picture(client, exhibitor, editor):
    theirs = PictureFactory()
    assert client.post(at(exhibitor, "picture-change", theirs.pk), {"remove": 1}).status_code == 404
    assert Picture.objects.filter(pk=theirs.pk).exists()


def test_a_scan_is_downloaded_by_its_owners_and_the_organizer_only(
    client, exhibitor, editor, tmp_path
):
    paper = f"papers/{'b' * 32}.pdf"
    (tmp_path / "papers").mkdir()
    (tmp_path / paper).write_bytes(b"%PDF-1.7 <script>")
    row = CertificateFactory(exhibitor=exhibitor, paper=paper, standard="organic", ref="c1")
    address = reverse("paper", args=[row.pk])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="organic-c1.pdf"'
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    buyer = BuyerFactory(edition=exhibitor.edition)
    client.force_login(MembershipFactory(organization=buyer.organization).user)
    assert client.get(address).status_code == 404
    client.force_login(OrganizerFactory())
    assert b"".join(client.get(address).streaming_content)
    (tmp_path / paper).unlink()
    assert client.get(address).status_code == 404


def test_as_many_queries_for_three_products_as_for_one(
    client, exhibitor, editor, django_assert_num_queries
):
    PictureFactory(product=ProductFactory(exhibitor=exhibitor))
    client.get(at(exhibitor, "profile-seen"))
    with django_assert_num_queries(17):
        client.get(at(exhibitor, "profile-seen"))
    for _more in range(2):
        PictureFactory(product=ProductFactory(exhibitor=exhibitor))
        CertificateFactory(exhibitor=exhibitor)
    with django_assert_num_queries(17):
        client.get(at(exhibitor, "profile-seen"))


def test_the_buyers_target_price_is_in_neither_preview_nor_profile(client, exhibitor, editor):
    need = SourcingNeedFactory(buyer__edition=exhibitor.edition)
    price = {"price": 14, "target": 12.5, "currency": "USD", "unit": "kg", "percent_above": 12}
    MatchFactory(
        run=ScoringRunFactory(edition=exhibitor.edition, current=True),
        exhibitor=exhibitor,
        buyer=need.buyer,
        reasons=[{"code": "price_within_target", "params": price}],
        blocks=[{"code": "price_above_target", "params": price}],
        parts={"price": 0.55, "origin": 1.0},
        pairs=[{"need": need.pk, "product": ProductFactory(exhibitor=exhibitor).pk, "score": 82.5}],
    )
    seen = client.get(at(exhibitor, "profile-seen")).content.decode()
    assert "Its price is within what the buyer has in mind" in seen
    profile = client.get(at(exhibitor, "profile")).content.decode()
    assert "Price above the target" in profile
    for page in (seen, profile):
        assert "12.5" not in page
        assert "12 %" not in page
        assert "Its price is above what the buyer has in mind" in page
