"""Triggers of accounts: papers."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='consent',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_consentevent" ("given", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "said_at", "text", "text_version", "user_id") VALUES (NEW."given", NEW."id", NEW."language", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."purpose", NEW."said_at", NEW."text", NEW."text_version", NEW."user_id"); RETURN NULL;', hash='d4d111aea368b2b6830e236759299a2cc35e63e1', operation='INSERT', pgid='pgtrigger_insert_insert_5fc84', table='accounts_consent', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='consent',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_consentevent" ("given", "id", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "said_at", "text", "text_version", "user_id") VALUES (NEW."given", NEW."id", NEW."language", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."purpose", NEW."said_at", NEW."text", NEW."text_version", NEW."user_id"); RETURN NULL;', hash='eec2627e68c266dfaa481d8a32965d8a6e21e0a9', operation='UPDATE', pgid='pgtrigger_update_update_3484d', table='accounts_consent', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='consentevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='10438884ba7500a77dcaa01a127cd102970f34a6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_77f80', table='accounts_consentevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='accesstokenevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a8bf225e3e1aff23ac449d4680f0579168cd37ed', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_79d11', table='accounts_accesstokenevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='accesstoken',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_accesstokenevent" ("ended_at", "expires_at", "name", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scopes", "user_id") VALUES (NEW."ended_at", NEW."expires_at", NEW."name", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."scopes", NEW."user_id"); RETURN NULL;', hash='e64b64f76b43fb25b9d841e2296bdb8ef3a82bd9', operation='INSERT', pgid='pgtrigger_insert_insert_7dd8d', table='accounts_accesstoken', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='accesstoken',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organization_id" IS DISTINCT FROM (NEW."organization_id") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func='INSERT INTO "accounts_accesstokenevent" ("ended_at", "expires_at", "name", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scopes", "user_id") VALUES (NEW."ended_at", NEW."expires_at", NEW."name", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."scopes", NEW."user_id"); RETURN NULL;', hash='dde48258278e4652fbab1fc9900636eaec0f57b4', operation='UPDATE', pgid='pgtrigger_update_update_410a8', table='accounts_accesstoken', when='AFTER')),
    ),
]
