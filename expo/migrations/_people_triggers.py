"""Triggers of expo: people."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='delegationevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e6fc27e46e37cfb4c3a2cc35b300c16d07cfa2db', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b7941', table='expo_delegationevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='delegation',
        trigger=pgtrigger.compiler.Trigger(name='delegation_not_own_part', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', declare='DECLARE above int; level int;', func="\n            above := NEW.parent_id; level := 0;\n            WHILE above IS NOT NULL LOOP\n                level := level + 1;\n                IF above = NEW.id OR level > 50 THEN\n                    RAISE EXCEPTION 'row % of expo_delegation would be a part of itself', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'delegation_not_own_part';\n                END IF;\n                SELECT parent_id INTO above FROM expo_delegation WHERE id = above FOR SHARE;\n            END LOOP;\n            RETURN NEW;\n        ", hash='bbf7ea62ea746a4c581b2a9612a16e55ebf24dae', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_delegation_not_own_part_39436', table='expo_delegation', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='delegation',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "expo_delegationevent" ("approves", "lead_id", "meeting_quota", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."approves", NEW."lead_id", NEW."meeting_quota", NEW."parent_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='32473ec0f14fffb3e8f609c1bd45d20d4279432a', operation='INSERT', pgid='pgtrigger_insert_insert_90398', table='expo_delegation', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='delegation',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."approves" IS DISTINCT FROM (NEW."approves") OR OLD."lead_id" IS DISTINCT FROM (NEW."lead_id") OR OLD."meeting_quota" IS DISTINCT FROM (NEW."meeting_quota") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id"))', func='INSERT INTO "expo_delegationevent" ("approves", "lead_id", "meeting_quota", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."approves", NEW."lead_id", NEW."meeting_quota", NEW."parent_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='1898bfb30beda82fa688b28d919b5c93656fe420', operation='UPDATE', pgid='pgtrigger_update_update_8a0e8', table='expo_delegation', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='organizer',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "expo_organizerevent" ("edition_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."edition_id", NEW."id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='09dbe4a3771460974e21fb53684a3e7d9bfce292', operation='INSERT', pgid='pgtrigger_insert_insert_6a7a1', table='expo_organizer', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='organizer',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "expo_organizerevent" ("edition_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."edition_id", NEW."id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='4d970ebb85e2966a7931cd6286eb5d90b9178f4f', operation='UPDATE', pgid='pgtrigger_update_update_c3a38', table='expo_organizer', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='organizerevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='989e2afa1ffe0e7f6b9b1d7daebbfe621f3c757f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1deb7', table='expo_organizerevent', when='BEFORE')),
    ),
]
