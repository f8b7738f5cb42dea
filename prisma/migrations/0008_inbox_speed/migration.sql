-- Whether a family was told that messages are kept is asked with every reply.
CREATE INDEX send_intent_notice ON send_intent (contact_id) WHERE kind = 'notice';

-- A list of what was inserted lately would be read through at every look: measured 44 ms instead of
-- 0.1 ms for a worker's questions. Questions are few, and looked for on every page.
ALTER INDEX open_question_cases SET (fastupdate = off);
