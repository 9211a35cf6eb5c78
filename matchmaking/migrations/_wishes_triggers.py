"""Triggers of matchmaking: wishes."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='hostedonly',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_hostedonlyevent" ("edition_id", "exhibitor_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."edition_id", NEW."exhibitor_id", NEW."id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='8b5e7d6edc9f7a78e2076f2703461a7d71951383', operation='INSERT', pgid='pgtrigger_insert_insert_2f57a', table='matchmaking_hostedonly', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='hostedonly',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matchmaking_hostedonlyevent" ("edition_id", "exhibitor_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."edition_id", NEW."exhibitor_id", NEW."id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='276b97daaa4c3deec34896663fd7ddcff029df41', operation='UPDATE', pgid='pgtrigger_update_update_03232', table='matchmaking_hostedonly', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='hostedonlyevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='143cbaa8dc2b7df6588222a13cfcdc1cd21b1ab6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dce11', table='matchmaking_hostedonlyevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetinglimit',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_meetinglimitevent" ("delegation_id", "edition_id", "group", "id", "maximum", "maximum_a_day", "minimum", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."delegation_id", NEW."edition_id", NEW."group", NEW."id", NEW."maximum", NEW."maximum_a_day", NEW."minimum", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='0dd7c2cf87eae5cc020b1b32bbf98913843bc37a', operation='INSERT', pgid='pgtrigger_insert_insert_349eb', table='matchmaking_meetinglimit', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetinglimit',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matchmaking_meetinglimitevent" ("delegation_id", "edition_id", "group", "id", "maximum", "maximum_a_day", "minimum", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."delegation_id", NEW."edition_id", NEW."group", NEW."id", NEW."maximum", NEW."maximum_a_day", NEW."minimum", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='1afbdd5d2cfb8a86c20dbceebcc0cf35c86e792f', operation='UPDATE', pgid='pgtrigger_update_update_72c4e', table='matchmaking_meetinglimit', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetinglimitevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8ba77a59da0174b3187ba325d3fdf30e34a8a8b3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_72ed2', table='matchmaking_meetinglimitevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetingrequest',
        trigger=pgtrigger.compiler.Trigger(name='announce_request', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE edition integer; said text;', func="\n            edition := NEW.edition_id;\n            IF NOT EXISTS (SELECT FROM matchmaking_webhookendpoint WHERE edition_id = edition AND active) THEN\n                RETURN NEW;\n            END IF;\n            said := CASE\n        WHEN TG_OP = 'INSERT' AND NEW.state = 'pending' THEN 'request.created'\n        WHEN TG_OP = 'INSERT' OR OLD.state <> NEW.state THEN 'request.' || NEW.state\n        WHEN (OLD.proposed_slot_id, OLD.fixed_slot_id, OLD.priority, OLD.session)\n            IS DISTINCT FROM (NEW.proposed_slot_id, NEW.fixed_slot_id, NEW.priority, NEW.session)\n        THEN 'request.changed' END;\n            IF said IS NOT NULL THEN\n                INSERT INTO matchmaking_webhookevent (edition_id, event, subject, data, created_at)\n                VALUES (edition, said, 'request:' || NEW.id, jsonb_build_object('id', NEW.id, 'ref', NEW.ref, 'exhibitor', NEW.exhibitor_id,\n        'buyer', NEW.buyer_id, 'asked_by', NEW.asked_by, 'state', NEW.state,\n        'priority', NEW.priority, 'proposed_slot', NEW.proposed_slot_id), clock_timestamp());\n            END IF;\n            RETURN NEW;\n        ", hash='26dfdd22e647a7182b76ce8db3807f85a45aa36b', operation='INSERT OR UPDATE', pgid='pgtrigger_announce_request_07c1d', table='matchmaking_meetingrequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetingrequest',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_meetingrequestevent" ("answered_on", "asked_by", "asked_on", "buyer_id", "decline_reason", "edition_id", "exhibitor_id", "fixed_slot_id", "id", "language", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "proposed_by", "proposed_slot_id", "ref", "session", "state") VALUES (NEW."answered_on", NEW."asked_by", NEW."asked_on", NEW."buyer_id", NEW."decline_reason", NEW."edition_id", NEW."exhibitor_id", NEW."fixed_slot_id", NEW."id", NEW."language", NEW."message", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."priority", NEW."proposed_by", NEW."proposed_slot_id", NEW."ref", NEW."session", NEW."state"); RETURN NULL;', hash='fb75b2d9f9b2eb0ffeb077ce25c5a0466abe1b12', operation='INSERT', pgid='pgtrigger_insert_insert_5675c', table='matchmaking_meetingrequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetingrequest',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matchmaking_meetingrequestevent" ("answered_on", "asked_by", "asked_on", "buyer_id", "decline_reason", "edition_id", "exhibitor_id", "fixed_slot_id", "id", "language", "message", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priority", "proposed_by", "proposed_slot_id", "ref", "session", "state") VALUES (NEW."answered_on", NEW."asked_by", NEW."asked_on", NEW."buyer_id", NEW."decline_reason", NEW."edition_id", NEW."exhibitor_id", NEW."fixed_slot_id", NEW."id", NEW."language", NEW."message", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."priority", NEW."proposed_by", NEW."proposed_slot_id", NEW."ref", NEW."session", NEW."state"); RETURN NULL;', hash='15b131220f0bcb0031f110a76c74698ebd93a0d8', operation='UPDATE', pgid='pgtrigger_update_update_9ee64', table='matchmaking_meetingrequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='meetingrequestevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='49a3bb9d64b49bd2f7f1dcc35f52688160e69dba', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_aaece', table='matchmaking_meetingrequestevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='pairrule',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_pairruleevent" ("edition_id", "id", "kind", "note", "one_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."edition_id", NEW."id", NEW."kind", NEW."note", NEW."one_id", NEW."other_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='5566734c2bcfea2e2df08200608f9686129f29d3', operation='INSERT', pgid='pgtrigger_insert_insert_ccf98', table='matchmaking_pairrule', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='pairrule',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matchmaking_pairruleevent" ("edition_id", "id", "kind", "note", "one_id", "other_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."edition_id", NEW."id", NEW."kind", NEW."note", NEW."one_id", NEW."other_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='694d3bf6b834f48b922a92114fdd70b0d1bb9b7a', operation='UPDATE', pgid='pgtrigger_update_update_516cf', table='matchmaking_pairrule', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='pairruleevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='32b792236d5d532ac65d85b7ec93c067c2939353', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2146a', table='matchmaking_pairruleevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='quiettime',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_quiettimeevent" ("during", "edition_id", "hall_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "who") VALUES (NEW."during", NEW."edition_id", NEW."hall_id", NEW."id", NEW."note", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."who"); RETURN NULL;', hash='b5b7e66780a21cf04781df504a932407ff51f8a8', operation='INSERT', pgid='pgtrigger_insert_insert_9703b', table='matchmaking_quiettime', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='quiettime',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matchmaking_quiettimeevent" ("during", "edition_id", "hall_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "who") VALUES (NEW."during", NEW."edition_id", NEW."hall_id", NEW."id", NEW."note", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."who"); RETURN NULL;', hash='53129380af191cdf6a452121c7470fdcf0f24b0b', operation='UPDATE', pgid='pgtrigger_update_update_5bcc8', table='matchmaking_quiettime', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='quiettimeevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='4a36ecfbbdd25f5bf4df4e902b1bdb8a96074497', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a1ca5', table='matchmaking_quiettimeevent', when='BEFORE')),
    ),
]
