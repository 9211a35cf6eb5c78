"""Triggers of accounts: people."""

import pgtrigger.compiler
import pgtrigger.migrations

OPERATIONS = [
    pgtrigger.migrations.AddTrigger(
        model_name='user',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("email", "is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."is_active", NEW."is_staff", NEW."is_superuser", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id"); RETURN NULL;', hash='580eced28d7f7f21a77ffc0a82448c1a19c7e5e4', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='user',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser"))', func='INSERT INTO "accounts_userevent" ("email", "is_active", "is_staff", "is_superuser", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."is_active", NEW."is_staff", NEW."is_superuser", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id"); RETURN NULL;', hash='e6b66c9eedb51ef9214bb69628403d5a243d79ea', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='organization',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."checked_by_id" IS DISTINCT FROM (NEW."checked_by_id") OR OLD."standing" IS DISTINCT FROM (NEW."standing") OR OLD."standing_reason" IS DISTINCT FROM (NEW."standing_reason"))', func='INSERT INTO "accounts_organizationevent" ("checked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "standing", "standing_reason") VALUES (NEW."checked_by_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."standing", NEW."standing_reason"); RETURN NULL;', hash='3b92825fd36a9d49e631bcc83a54b2195d852240', operation='UPDATE', pgid='pgtrigger_update_update_df7c2', table='accounts_organization', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='membershipevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e1f05704110766345bef638c18be4307af995a77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ee6c', table='accounts_membershipevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='membership',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_membershipevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='299590b009164fcf0fb96d0865dbda1f6687b9cf', operation='INSERT', pgid='pgtrigger_insert_insert_fc05a', table='accounts_membership', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='membership',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_membershipevent" ("id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='a2d496986906a98e070d9423a5d2da88ba29af92', operation='UPDATE', pgid='pgtrigger_update_update_20ab5', table='accounts_membership', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='joinrequestevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='41f53f0dde742d39d596706079efed52864ae4ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_51675', table='accounts_joinrequestevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='joinrequest',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_joinrequestevent" ("answered_by_id", "created_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "user_id") VALUES (NEW."answered_by_id", NEW."created_at", NEW."id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."state", NEW."user_id"); RETURN NULL;', hash='2f370e0631eb235a3e92f89411e79e25e23df2a1', operation='INSERT', pgid='pgtrigger_insert_insert_9c4f6', table='accounts_joinrequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='joinrequest',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_joinrequestevent" ("answered_by_id", "created_at", "id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "user_id") VALUES (NEW."answered_by_id", NEW."created_at", NEW."id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."state", NEW."user_id"); RETURN NULL;', hash='e1df5010de14214dd77896254ae0055e2e39338a', operation='UPDATE', pgid='pgtrigger_update_update_4cef2', table='accounts_joinrequest', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='invitationevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='daf23d962af867f3cb4eedb3f026a1b651002cd3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4566', table='accounts_invitationevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='invitation',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_invitationevent" ("accepted_at", "created_at", "email", "expires_at", "id", "invited_by_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "role") VALUES (NEW."accepted_at", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."revoked_at", NEW."role"); RETURN NULL;', hash='7316cf16932b06867a80360df4b567fada761236', operation='INSERT', pgid='pgtrigger_insert_insert_8c354', table='accounts_invitation', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='invitation',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_invitationevent" ("accepted_at", "created_at", "email", "expires_at", "id", "invited_by_id", "organization_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at", "role") VALUES (NEW."accepted_at", NEW."created_at", NEW."email", NEW."expires_at", NEW."id", NEW."invited_by_id", NEW."organization_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."revoked_at", NEW."role"); RETURN NULL;', hash='2e8b95db189cf506a5a06d0b6c533f64b677b704', operation='UPDATE', pgid='pgtrigger_update_update_4e12d', table='accounts_invitation', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='organizationevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='54b4f4ac465ee58914aa45dbd28aa68208d61f5d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_88592', table='accounts_organizationevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='userevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e9498e73f6fbdf2642fb33fa14189f1ad2382c8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_45b21', table='accounts_userevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='usergroup',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_usergroupevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='9c427d71f5c710aa906c713ec9fcc3b1c5c13503', operation='INSERT', pgid='pgtrigger_insert_insert_0ba84', table='accounts_user_groups', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='usergroup',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_usergroupevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='dcc13571caddd799fcc6909c04423df7a64b7be7', operation='UPDATE', pgid='pgtrigger_update_update_59252', table='accounts_user_groups', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='userpermission',
        trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userpermissionevent" ("id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."permission_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='b21ef6244eeaf5165daaa8f0dbaaf04e02694dc8', operation='INSERT', pgid='pgtrigger_insert_insert_7116a', table='accounts_user_user_permissions', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='userpermission',
        trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_userpermissionevent" ("id", "permission_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."id", NEW."permission_id", _pgh_attach_context(), CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='9647f27b5379f10e1bf5d7e3f33487571822dc63', operation='UPDATE', pgid='pgtrigger_update_update_56aa0', table='accounts_user_user_permissions', when='AFTER')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='usergroupevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dfebd70753e9e9382330e91821304618010c0877', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2765d', table='accounts_usergroupevent', when='BEFORE')),
    ),
    pgtrigger.migrations.AddTrigger(
        model_name='userpermissionevent',
        trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='dae857ec0323f222ad3410b335fedda9cab70e09', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2897f', table='accounts_userpermissionevent', when='BEFORE')),
    ),
]
