-- A message may be moved away from a record by one decision and come back by a later one, so a
-- placement and its withdrawal are known by the decision that put the message there.
ALTER TABLE "recording_message" DROP CONSTRAINT "recording_message_pkey",
  ADD CONSTRAINT "recording_message_pkey" PRIMARY KEY ("recording_id", "message_id", "attribution_id");

ALTER TABLE "recording_withdrawal" DROP CONSTRAINT "recording_withdrawal_pkey",
  ADD COLUMN "placed_by_id" UUID NOT NULL,
  ADD COLUMN "kind" TEXT NOT NULL,
  ADD CONSTRAINT "recording_withdrawal_pkey" PRIMARY KEY ("recording_id", "message_id", "placed_by_id");

-- Why a correction was made (Coventry 4.5a).
ALTER TABLE "statement" ADD COLUMN "reason" TEXT;

-- The open run near a new message is found by time: after an import, thousands may be open.
DROP INDEX "contact_recording_conversation_id_state_idx";
CREATE INDEX "contact_recording_conversation_id_occurred_to_idx" ON "contact_recording"("conversation_id", "occurred_to");
CREATE INDEX "contact_recording_exchange_id_idx" ON "contact_recording"("exchange_id");
-- What waits on a child's record, whoever was asked.
CREATE INDEX contact_recording_open_case ON contact_recording (case_number, due_at) WHERE state = 'awaiting-context';
-- Views of one record, for the breach note of a wrong one.
CREATE INDEX audit_event_subject ON audit_event (subject_id, subject_kind);
