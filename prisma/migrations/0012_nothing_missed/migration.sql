-- AlterTable
ALTER TABLE "reconcile_progress" ADD COLUMN     "channels" TEXT[],
ADD COLUMN     "compared_from" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "send_intent" ADD COLUMN     "template" JSONB;

-- CreateTable
CREATE TABLE "ledger_entry" (
    "provider" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "message_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("provider","external_id")
);

-- CreateTable
CREATE TABLE "completeness_statement" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "provider_count" INTEGER NOT NULL,
    "our_count" INTEGER NOT NULL,
    "found_count" INTEGER NOT NULL,
    "differences" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "completeness_statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_redaction" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "part" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_redaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_template" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "content_sid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "variables" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_template_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ledger_entry_official_number_at_idx" ON "ledger_entry"("official_number", "at");

-- CreateIndex
CREATE INDEX "ledger_entry_message_id_idx" ON "ledger_entry"("message_id");

-- CreateIndex
CREATE INDEX "completeness_statement_provider_official_number_day_sequenc_idx" ON "completeness_statement"("provider", "official_number", "day", "sequence");

-- CreateIndex
CREATE INDEX "completeness_statement_day_idx" ON "completeness_statement"("day");

-- CreateIndex
CREATE UNIQUE INDEX "provider_redaction_message_id_part_position_key" ON "provider_redaction"("message_id", "part", "position");

-- CreateIndex
CREATE INDEX "message_template_content_sid_sequence_idx" ON "message_template"("content_sid", "sequence");

DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'ledger_entry', 'completeness_statement', 'provider_redaction', 'message_template'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;

-- What a number had on a day is asked for every day. Messages come in the order of time, so blocks
-- are enough, and keeping a message pays nothing for them.
CREATE INDEX message_occurred ON message USING brin (occurred_at) WITH (pages_per_range = 32, autosummarize = on);
-- Which of a provider's copies are old enough to be removed there.
CREATE INDEX ledger_entry_seen ON ledger_entry (seen_at);
