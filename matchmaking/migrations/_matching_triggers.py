"""Triggers of matchmaking: matching."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='matchmark',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_matchmarkevent" ("buyer_id", "edition_id", "exhibitor_id", "id", "kind", "marked_at", "marked_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (NEW."buyer_id", NEW."edition_id", NEW."exhibitor_id", NEW."id", NEW."kind", NEW."marked_at", NEW."marked_by_id", NEW."note", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."reason", NEW."side"); RETURN NULL;', hash='f7bfc406f0f75343dea6b06182ac47023925fe1f', operation='INSERT', pgid='pgtrigger_insert_insert_a4352', table='matchmaking_matchmark', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='matchmark',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "matchmaking_matchmarkevent" ("buyer_id", "edition_id", "exhibitor_id", "id", "kind", "marked_at", "marked_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (NEW."buyer_id", NEW."edition_id", NEW."exhibitor_id", NEW."id", NEW."kind", NEW."marked_at", NEW."marked_by_id", NEW."note", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."reason", NEW."side"); RETURN NULL;', hash='72d9c31d3f8a07b5cf6521c5ee5d5e082bdd5b36', operation='UPDATE', pgid='pgtrigger_update_update_c3f33', table='matchmaking_matchmark', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='matchmarkevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='673d65d8558bf7da8f381542a7c9d795a681f1ed', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_28203', table='matchmaking_matchmarkevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='scoringrun',
        trigger=pgtrigger.compiler.Trigger(name='announce_run', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE edition integer; said text;', func="\n            edition := NEW.edition_id;\n            IF NOT EXISTS (SELECT FROM matchmaking_webhookendpoint WHERE edition_id = edition AND active) THEN\n                RETURN NEW;\n            END IF;\n            said := CASE WHEN NEW.current AND (TG_OP = 'INSERT' OR NOT OLD.current)\n        THEN 'match.created' END;\n            IF said IS NOT NULL THEN\n                INSERT INTO matchmaking_webhookevent (edition_id, event, subject, data, created_at)\n                VALUES (edition, said, 'run:' || NEW.id, jsonb_build_object('run', NEW.id), clock_timestamp());\n            END IF;\n            RETURN NEW;\n        ", hash='52ff5dad51e51bdc01a9bb9d7c6b8c2f535ca667', operation='INSERT OR UPDATE', pgid='pgtrigger_announce_run_af14e', table='matchmaking_scoringrun', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='matchupdate',
        trigger=pgtrigger.compiler.Trigger(name='announce_update', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE edition integer; said text;', func="\n            edition := (SELECT r.edition_id FROM matchmaking_scoringrun r WHERE r.id = NEW.run_id);\n            IF NOT EXISTS (SELECT FROM matchmaking_webhookendpoint WHERE edition_id = edition AND active) THEN\n                RETURN NEW;\n            END IF;\n            said := CASE TG_OP WHEN 'INSERT' THEN 'match.created' END;\n            IF said IS NOT NULL THEN\n                INSERT INTO matchmaking_webhookevent (edition_id, event, subject, data, created_at)\n                VALUES (edition, said, 'run:' || NEW.run_id, jsonb_build_object('run', NEW.run_id, 'buyers', NEW.buyers), clock_timestamp());\n            END IF;\n            RETURN NEW;\n        ", hash='807e823304993b4dac979ea9c4bd8586c16c820a', operation='INSERT OR UPDATE', pgid='pgtrigger_announce_update_3d171', table='matchmaking_matchupdate', when='AFTER')),
    ),
]
