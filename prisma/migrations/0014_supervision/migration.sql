-- Planned contact, supervision, and the manager's agreement to corrections.
-- AlterTable
ALTER TABLE "contact_arrangement" ADD COLUMN     "notice_withheld_by" TEXT;

-- CreateTable
CREATE TABLE "contact_plan" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "contact_id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "agreement_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "channels" TEXT[],
    "hours_from" TEXT,
    "hours_to" TEXT,
    "days" INTEGER[],
    "used_by" TEXT[],
    "risks" TEXT NOT NULL,
    "measures" TEXT NOT NULL,
    "agreed_with" TEXT NOT NULL,
    "review_on" DATE NOT NULL,
    "ended_reason" TEXT,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "correction_decision" (
    "statement_id" UUID NOT NULL,
    "recording_id" UUID NOT NULL,
    "agreed" BOOLEAN NOT NULL,
    "reason" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "correction_decision_pkey" PRIMARY KEY ("statement_id")
);

-- CreateTable
CREATE TABLE "supervision" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "worker_id" TEXT NOT NULL,
    "begun_by" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supervision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supervision_line" (
    "id" UUID NOT NULL,
    "supervision_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_key" TEXT NOT NULL,
    "heading" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "subject_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supervision_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supervision_decision" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "line_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "action" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supervision_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supervision_end" (
    "supervision_id" UUID NOT NULL,
    "undecided" TEXT[],
    "finished_by" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "supervision_end_pkey" PRIMARY KEY ("supervision_id")
);

-- CreateIndex
CREATE INDEX "contact_plan_case_number_contact_id_sequence_idx" ON "contact_plan"("case_number", "contact_id", "sequence");

-- CreateIndex
CREATE INDEX "contact_plan_contact_id_sequence_idx" ON "contact_plan"("contact_id", "sequence");

-- CreateIndex
CREATE INDEX "correction_decision_recording_id_idx" ON "correction_decision"("recording_id");

-- CreateIndex
CREATE INDEX "supervision_worker_id_sequence_idx" ON "supervision"("worker_id", "sequence");

-- CreateIndex
CREATE INDEX "supervision_line_kind_subject_key_idx" ON "supervision_line"("kind", "subject_key");

-- CreateIndex
CREATE INDEX "supervision_line_cases" ON "supervision_line" USING GIN ("case_numbers");

-- CreateIndex
CREATE UNIQUE INDEX "supervision_line_supervision_id_kind_subject_key_key" ON "supervision_line"("supervision_id", "kind", "subject_key");

-- CreateIndex
CREATE INDEX "supervision_decision_line_id_idx" ON "supervision_decision"("line_id");

-- CreateIndex
CREATE INDEX "contact_recording_case_number_contact_id_occurred_from_idx" ON "contact_recording"("case_number", "contact_id", "occurred_from");

-- One decision a line, whoever presses first; additions are as many as are written.
CREATE UNIQUE INDEX supervision_decision_first ON supervision_decision (line_id) WHERE kind = 'decision';
-- Corrections that wait are asked for with every list of recordings.
CREATE INDEX statement_corrections ON statement (corrects_id) WHERE corrects_id IS NOT NULL;

DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'contact_plan', 'correction_decision', 'supervision', 'supervision_line',
    'supervision_decision', 'supervision_end'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;
