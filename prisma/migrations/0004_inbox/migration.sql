-- Managers' inboxes: questions about nobody known are found by the number they came to, and those
-- that a worker passed on by being so; both are few among all that wait.
CREATE INDEX open_question_nobody_known ON open_question (official_number) WHERE case_numbers = '{}';
CREATE INDEX open_question_for_manager ON open_question (asked_at) WHERE for_manager;
