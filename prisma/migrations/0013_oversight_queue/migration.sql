-- Flags before a person who decides, by rota; and what families are told while the office is closed.

-- CreateTable
CREATE TABLE "oversight_item" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "about_worker_id" TEXT,
    "lane" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "owner_id" TEXT,
    "acknowledge_by" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "acknowledged_at" TIMESTAMPTZ(3),
    "decide_by" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "round" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "oversight_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oversight_item_flag" (
    "flag_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oversight_item_flag_pkey" PRIMARY KEY ("flag_id")
);

-- CreateTable
CREATE TABLE "oversight_step" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "item_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "why" TEXT,
    "worker_id" TEXT,
    "round" INTEGER NOT NULL,
    "acknowledge_by" TIMESTAMPTZ(3),
    "intent_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oversight_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oversight_decision" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "item_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "follow_up" TEXT,
    "follow_up_on" DATE,
    "on_record" BOOLEAN NOT NULL,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oversight_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oversight_follow_up" (
    "decision_id" UUID NOT NULL,
    "words" TEXT NOT NULL,
    "done_by" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oversight_follow_up_pkey" PRIMARY KEY ("decision_id")
);

-- CreateTable
CREATE TABLE "oversight_decision_seen" (
    "decision_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "oversight_decision_seen_pkey" PRIMARY KEY ("decision_id", "worker_id")
);

-- CreateTable
CREATE TABLE "staff_notice" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "item_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_notice_outcome" (
    "notice_id" UUID NOT NULL,
    "surface" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "words" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "staff_notice_outcome_pkey" PRIMARY KEY ("notice_id", "surface")
);

-- CreateTable
CREATE TABLE "rota_version" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "shifts" JSONB NOT NULL,
    "duty_name" TEXT,
    "duty_phone" TEXT,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rota_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "out_of_hours_version" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "on" BOOLEAN NOT NULL,
    "days" INTEGER[],
    "opens_at" TEXT NOT NULL,
    "closes_at" TEXT NOT NULL,
    "duty_number" TEXT NOT NULL,
    "words_en" TEXT NOT NULL,
    "words_cy" TEXT,
    "cy_checked_by" TEXT,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "out_of_hours_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "out_of_hours_notice" (
    "conversation_id" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "contact_id" TEXT,
    "message_id" UUID NOT NULL,
    "intent_id" UUID,
    "why_not" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "out_of_hours_notice_pkey" PRIMARY KEY ("conversation_id", "closed_at")
);

-- CreateIndex
CREATE INDEX "oversight_item_conversation_id_idx" ON "oversight_item"("conversation_id");

-- CreateIndex
CREATE INDEX "oversight_item_state_acknowledge_by_idx" ON "oversight_item"("state", "acknowledge_by");

-- CreateIndex
CREATE INDEX "oversight_item_flag_item_id_idx" ON "oversight_item_flag"("item_id");

-- CreateIndex
CREATE INDEX "oversight_step_item_id_sequence_idx" ON "oversight_step"("item_id", "sequence");

-- CreateIndex
CREATE INDEX "oversight_step_worker_id_idx" ON "oversight_step"("worker_id");

-- CreateIndex
CREATE INDEX "oversight_decision_item_id_sequence_idx" ON "oversight_decision"("item_id", "sequence");

-- CreateIndex
CREATE INDEX "oversight_decision_follow_up_on_idx" ON "oversight_decision"("follow_up_on");

-- CreateIndex
CREATE INDEX "oversight_decision_decided_at_idx" ON "oversight_decision"("decided_at");

-- CreateIndex
CREATE INDEX "staff_notice_item_id_idx" ON "staff_notice"("item_id");

-- CreateIndex
CREATE INDEX "staff_notice_worker_id_idx" ON "staff_notice"("worker_id");

-- One open item per conversation, or per author of our own words: new flags join it.
CREATE UNIQUE INDEX oversight_item_open ON "oversight_item" ("conversation_id", "kind", coalesce("about_worker_id", ''))
  WHERE "state" = 'open';

-- Messages of the last hour are looked for at every turn while the office is closed. They lie
-- together in the table, so that a block-range index costs the door next to nothing.
CREATE INDEX message_received ON "message" USING brin ("received_at");

-- Whoever raises a flag, it comes before a manager: the work is made in the same transaction.
CREATE FUNCTION escalate_flags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stage_work (stage, subject_kind, subject_id, conversation_id)
  SELECT 'escalation', 'flag', id, conversation_id FROM raised ORDER BY at, id;
  RETURN NULL;
END $$;

CREATE TRIGGER escalate_flags AFTER INSERT ON "flag" REFERENCING NEW TABLE AS raised
  FOR EACH STATEMENT EXECUTE FUNCTION escalate_flags();

-- What was done and decided stays as it was (see 0002).
DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'oversight_item_flag', 'oversight_step', 'oversight_decision', 'oversight_follow_up',
    'oversight_decision_seen', 'staff_notice', 'staff_notice_outcome', 'rota_version',
    'out_of_hours_version', 'out_of_hours_notice'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;
