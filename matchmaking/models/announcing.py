"""Triggers that note events in the transaction of what happened, whoever writes it.

Bulk updates, imports and raw SQL are seen too, as by the history's triggers. Without an endpoint
that hears of the edition nothing is written.
"""

import pgtrigger

EVENTS = "matchmaking_webhookevent"
ENDPOINTS = "matchmaking_webhookendpoint"


def announce(name: str, *, edition: str, said: str, subject: str, data: str) -> pgtrigger.Trigger:
    """A trigger after inserts and updates of a row.

    `edition`, `said`, `subject` and `data` are SQL expressions over NEW (and OLD where TG_OP is
    UPDATE); where `said` is null nothing is announced.
    """
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[("edition", "integer"), ("said", "text")],
        func=f"""
            edition := {edition};
            IF NOT EXISTS (SELECT FROM {ENDPOINTS} WHERE edition_id = edition AND active) THEN
                RETURN NEW;
            END IF;
            said := {said};
            IF said IS NOT NULL THEN
                INSERT INTO {EVENTS} (edition_id, event, subject, data, created_at)
                VALUES (edition, said, {subject}, {data}, clock_timestamp());
            END IF;
            RETURN NEW;
        """,  # noqa: S608 (our own expressions)
    )


REQUEST = announce(
    "announce_request",
    edition="NEW.edition_id",
    said="""CASE
        WHEN TG_OP = 'INSERT' AND NEW.state = 'pending' THEN 'request.created'
        WHEN TG_OP = 'INSERT' OR OLD.state <> NEW.state THEN 'request.' || NEW.state
        WHEN (OLD.proposed_slot_id, OLD.fixed_slot_id, OLD.priority, OLD.session)
            IS DISTINCT FROM (NEW.proposed_slot_id, NEW.fixed_slot_id, NEW.priority, NEW.session)
        THEN 'request.changed' END""",
    subject="'request:' || NEW.id",
    data="""jsonb_build_object('id', NEW.id, 'ref', NEW.ref, 'exhibitor', NEW.exhibitor_id,
        'buyer', NEW.buyer_id, 'asked_by', NEW.asked_by, 'state', NEW.state,
        'priority', NEW.priority, 'proposed_slot', NEW.proposed_slot_id)""",
)

MEETING = announce(
    "announce_meeting",
    edition="NEW.edition_id",
    said="""CASE
        WHEN NEW.status = 'proposed' THEN NULL
        WHEN TG_OP = 'INSERT' OR OLD.status <> NEW.status THEN
            CASE WHEN NEW.status = 'cancelled' AND (TG_OP = 'INSERT' OR OLD.status = 'proposed')
            THEN NULL ELSE 'meeting.' || NEW.status END
        WHEN NEW.status <> 'cancelled' AND (OLD.slot_id, OLD.table_id, OLD.interpreter_id)
            IS DISTINCT FROM (NEW.slot_id, NEW.table_id, NEW.interpreter_id)
        THEN 'meeting.changed' END""",
    subject="'meeting:' || NEW.uid",
    data="""jsonb_build_object('id', NEW.id, 'uid', NEW.uid, 'exhibitor', NEW.exhibitor_id,
        'buyer', NEW.buyer_id, 'status', NEW.status, 'slot', NEW.slot_id, 'table', NEW.table_id,
        'starts', lower(NEW.during), 'ends', upper(NEW.during))""",
)

SCHEDULE = announce(
    "announce_schedule",
    edition="NEW.edition_id",
    said="""CASE WHEN NEW.state = 'approved' AND (TG_OP = 'INSERT' OR OLD.state <> NEW.state)
        THEN 'schedule.approved' END""",
    subject="'schedule:' || NEW.id",
    data="jsonb_build_object('id', NEW.id, 'version', NEW.version, 'state', NEW.state)",
)

OUTCOME = announce(
    "announce_outcome",
    edition="(SELECT m.edition_id FROM matchmaking_meeting m WHERE m.id = NEW.meeting_id)",
    said="CASE TG_OP WHEN 'INSERT' THEN 'outcome.recorded' ELSE 'outcome.changed' END",
    subject="'outcome:' || NEW.id",
    data="""(SELECT jsonb_build_object('id', NEW.id, 'meeting', NEW.meeting_id, 'side', NEW.side,
        'exhibitor', m.exhibitor_id, 'buyer', m.buyer_id)
        FROM matchmaking_meeting m WHERE m.id = NEW.meeting_id)""",
)

STEP = announce(
    "announce_step",
    edition="""(SELECT m.edition_id FROM matchmaking_meeting m JOIN matchmaking_outcome o
        ON o.meeting_id = m.id WHERE o.id = NEW.outcome_id)""",
    said="'outcome.changed'",
    subject="'outcome:' || NEW.outcome_id",
    data="""(SELECT jsonb_build_object('id', o.id, 'meeting', o.meeting_id, 'side', o.side,
        'exhibitor', m.exhibitor_id, 'buyer', m.buyer_id, 'rung', NEW.rung)
        FROM matchmaking_meeting m JOIN matchmaking_outcome o ON o.meeting_id = m.id
        WHERE o.id = NEW.outcome_id)""",
)

# One event for all matches of a run; whoever sends them finds out which are new to whom.
RUN = announce(
    "announce_run",
    edition="NEW.edition_id",
    said="""CASE WHEN NEW.current AND (TG_OP = 'INSERT' OR NOT OLD.current)
        THEN 'match.created' END""",
    subject="'run:' || NEW.id",
    data="jsonb_build_object('run', NEW.id)",
)

UPDATE = announce(
    "announce_update",
    edition="(SELECT r.edition_id FROM matchmaking_scoringrun r WHERE r.id = NEW.run_id)",
    said="CASE TG_OP WHEN 'INSERT' THEN 'match.created' END",
    subject="'run:' || NEW.run_id",
    data="jsonb_build_object('run', NEW.run_id, 'buyers', NEW.buyers)",
)
