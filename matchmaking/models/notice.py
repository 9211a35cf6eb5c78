"""The outbox: what is to be told to whom, written in the same transaction as what happened."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from expo.models import Edition
from matchmaking.models.change import ScheduleChange

NOTICE_LOCKS = 51_967  # as `planning.LOCKS`; whoever sends holds the one of them


class Kind(models.TextChoices):
    """What a notice is about; each person chooses for each how it comes."""

    ACCOUNT = "account", _("invitations and membership")
    REQUEST = "request", _("meeting requests")
    ANSWER = "answer", _("answers to my requests")
    TIMETABLE = "timetable", _("the timetable")
    ENTRY = "entry", _("each meeting as an entry for my calendar program")


class Notice(models.Model):
    """One e-mail, sent under its row's lock, and the line in the portal that goes with it.

    Without a user it goes to an address only; without an edition it is about none. With a `method`
    it is an invitation or its end (iTIP, RFC 5546) for the calendar entry `uid`.
    """

    class Method(models.TextChoices):
        """What a calendar program does with it."""

        REQUEST = "REQUEST", _("enter or change")
        CANCEL = "CANCEL", _("take out")

    class State(models.TextChoices):
        """Waiting until a worker sent it."""

        WAITING = "waiting", _("waiting")
        DIGEST = "digest", _("waiting for the day's digest")
        PORTAL = "portal", _("in the portal only")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        REPLACED = "replaced", _("replaced by a later one")
        WITHDRAWN = "withdrawn", _("taken back before it left")

    edition = models.ForeignKey(
        Edition, models.CASCADE, null=True, blank=True, related_name="notices",
        verbose_name=_("edition"),
    )  # fmt: skip
    user = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="notices",
        verbose_name=_("person"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TIMETABLE)
    email = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    path = models.CharField(_("page it leads to"), max_length=200, blank=True)
    calendar = models.TextField(_("calendar attached (.ics)"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    retry_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    method = models.CharField(_("calendar method"), max_length=8, choices=Method, blank=True)
    uid = models.CharField(_("calendar id"), max_length=80, blank=True)
    sequence = models.PositiveIntegerField(_("calendar revision"), default=0)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    leaves_at = models.DateTimeField(_("leaves not before"), null=True, blank=True)
    # What it tells of, if that can still be undone.
    change = models.ForeignKey(
        ScheduleChange, models.SET_NULL, null=True, blank=True, related_name="notices",
        verbose_name=_("change of the timetable"),
    )  # fmt: skip
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    read_at = models.DateTimeField(_("read in the portal"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["id"]
        constraints = [
            # Nobody is told of the same revision of a meeting twice.
            models.UniqueConstraint(
                fields=["email", "uid", "sequence", "method"],
                condition=~Q(uid=""),
                name="notice_entry_once",
            ),
            models.CheckConstraint(
                condition=Q(uid="", method="") | (~Q(uid="") & ~Q(method="")),
                name="notice_entry_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["user"], condition=Q(state="digest"), name="notice_digest"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.subject}"


class NoticeSetting(models.Model):
    """How one kind of notice comes to a person; none means: by e-mail, at once."""

    class Way(models.TextChoices):
        """In the portal it stands in any case."""

        NOW = "now", _("by e-mail, at once")
        DIGEST = "digest", _("by e-mail, once a day")
        PORTAL = "portal", _("in the portal only")

    user = models.ForeignKey(User, models.CASCADE, related_name="notice_settings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    way = models.CharField(_("how it comes"), max_length=8, choices=Way, default=Way.NOW)

    class Meta:
        verbose_name = _("notice setting")
        verbose_name_plural = _("notice settings")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_setting_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"
