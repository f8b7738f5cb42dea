-- Conversations of chat platforms that are recorded: nothing of any other is ever kept.

-- CreateTable
CREATE TABLE "registration_event" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,
    "history_from" TIMESTAMPTZ(3),
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "registration_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registered_conversation" (
    "channel" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),
    "history_from" TIMESTAMPTZ(3),
    "history_to" TIMESTAMPTZ(3),

    CONSTRAINT "registered_conversation_pkey" PRIMARY KEY ("channel","counterpart")
);

-- CreateTable
CREATE TABLE "registration_notice" (
    "event_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "external_id" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "registration_notice_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE INDEX "registration_event_conversation_id_sequence_idx" ON "registration_event"("conversation_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "registered_conversation_conversation_id_key" ON "registered_conversation"("conversation_id");

-- CreateIndex
CREATE INDEX "registration_notice_state_next_attempt_at_idx" ON "registration_notice"("state", "next_attempt_at");

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "registration_event"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "registration_event"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Who of ours wrote a message is asked with every message of a recorded conversation.
CREATE INDEX worker_slack_user ON worker (slack_user_id) WHERE slack_user_id IS NOT NULL;
CREATE INDEX worker_teams_user ON worker (teams_user_id) WHERE teams_user_id IS NOT NULL;
