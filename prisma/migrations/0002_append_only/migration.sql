-- What is kept is never altered or erased (Coventry Recording Policy 4.5a and 7.1).
-- The application's role has no UPDATE or DELETE on these tables either (src/database/grants.ts);
-- the triggers also stop the owner, a superuser's slip and TRUNCATE.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation',
          HINT = 'Write a new row that supersedes the old one.';
END $$;

DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'delivery', 'conversation', 'message', 'message_event', 'message_media',
    'scope_event', 'attribution_choice', 'attribution', 'child_alias', 'contact_arrangement',
    'recording_message', 'recording_withdrawal', 'breach_note', 'statement', 'significant_event',
    'recording_completion', 'flag', 'send_intent', 'send_outcome', 'opt_event', 'audit_event'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;

-- One open alarm per kind and subject; raising it again only moves last_seen_at.
CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE cleared_at IS NULL;
-- Whom a waiting question is for is asked by the children it may concern.
CREATE INDEX open_question_cases ON open_question USING gin (case_numbers);
CREATE INDEX audit_event_cases ON audit_event USING gin (case_numbers);
-- The queue of a stage is read in order, and what is set aside is not in the way.
CREATE INDEX stage_work_waiting ON stage_work (stage, id) WHERE set_aside_at IS NULL;
