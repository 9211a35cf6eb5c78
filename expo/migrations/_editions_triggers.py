"""Triggers of expo: editions."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='edition',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "expo_editionevent" ("exposure_floor", "exposure_list", "leads_approve", "match_threshold", "max_break_difference", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_approval", "undo_minutes") VALUES (NEW."exposure_floor", NEW."exposure_list", NEW."leads_approve", NEW."match_threshold", NEW."max_break_difference", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."second_approval", NEW."undo_minutes"); RETURN NULL;', hash='d2781586b3d83bd8ad8f88bbbdfcb42537c70bc0', operation='INSERT', pgid='pgtrigger_insert_insert_71d6a', table='expo_edition', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='edition',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."exposure_floor" IS DISTINCT FROM (NEW."exposure_floor") OR OLD."exposure_list" IS DISTINCT FROM (NEW."exposure_list") OR OLD."leads_approve" IS DISTINCT FROM (NEW."leads_approve") OR OLD."match_threshold" IS DISTINCT FROM (NEW."match_threshold") OR OLD."max_break_difference" IS DISTINCT FROM (NEW."max_break_difference") OR OLD."second_approval" IS DISTINCT FROM (NEW."second_approval") OR OLD."undo_minutes" IS DISTINCT FROM (NEW."undo_minutes"))', func='INSERT INTO "expo_editionevent" ("exposure_floor", "exposure_list", "leads_approve", "match_threshold", "max_break_difference", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_approval", "undo_minutes") VALUES (NEW."exposure_floor", NEW."exposure_list", NEW."leads_approve", NEW."match_threshold", NEW."max_break_difference", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."second_approval", NEW."undo_minutes"); RETURN NULL;', hash='cc6a498dce86231e7e03428ee696126eaae44f92', operation='UPDATE', pgid='pgtrigger_update_update_60e11', table='expo_edition', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='category',
        trigger=pgtrigger.compiler.Trigger(name='category_not_own_parent', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."parent_id" IS NOT NULL)', declare='DECLARE above int; level int;', func="\n            above := NEW.parent_id; level := 0;\n            WHILE above IS NOT NULL LOOP\n                level := level + 1;\n                IF above = NEW.id OR level > 50 THEN\n                    RAISE EXCEPTION 'row % of expo_category would be a part of itself', NEW.id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'category_not_own_parent';\n                END IF;\n                SELECT parent_id INTO above FROM expo_category WHERE id = above FOR SHARE;\n            END LOOP;\n            RETURN NEW;\n        ", hash='b5ca38b330856fef86952711d1613b70855698ac', operation='INSERT OR UPDATE OF "parent_id"', pgid='pgtrigger_category_not_own_parent_aac49', table='expo_category', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='editionevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='86e59a0da80e501f676cd6b24d63847d84171ef9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_642c2', table='expo_editionevent', when='BEFORE')),
    ),
]
