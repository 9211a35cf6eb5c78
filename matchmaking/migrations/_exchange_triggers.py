"""Triggers of matchmaking: exchange."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='webhookendpoint',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "matchmaking_webhookendpointevent" ("active", "created_at", "created_by_id", "edition_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topics", "url") VALUES (NEW."active", NEW."created_at", NEW."created_by_id", NEW."edition_id", NEW."id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."topics", NEW."url"); RETURN NULL;', hash='4de1face05d7ec37f8839f74adcab43ee2b4b4bb', operation='INSERT', pgid='pgtrigger_insert_insert_45ca5', table='matchmaking_webhookendpoint', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='webhookendpoint',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."active" IS DISTINCT FROM (NEW."active") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."edition_id" IS DISTINCT FROM (NEW."edition_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."topics" IS DISTINCT FROM (NEW."topics") OR OLD."url" IS DISTINCT FROM (NEW."url"))', func='INSERT INTO "matchmaking_webhookendpointevent" ("active", "created_at", "created_by_id", "edition_id", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "topics", "url") VALUES (NEW."active", NEW."created_at", NEW."created_by_id", NEW."edition_id", NEW."id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."topics", NEW."url"); RETURN NULL;', hash='1d936e911c911af08b3b24bfdbc95f0fc4e768d6', operation='UPDATE', pgid='pgtrigger_update_update_230fb', table='matchmaking_webhookendpoint', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='webhookendpointevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='eea8aaff50fb4c630e5f1e58cefd603172cc1e47', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45005', table='matchmaking_webhookendpointevent', when='BEFORE')),
    ),
]
