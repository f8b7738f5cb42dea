-- Flag rules as the authority changes them, and the samples of what was not flagged.
-- CreateTable
CREATE TABLE "rule_version" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "changes" JSONB NOT NULL,
    "summary" TEXT NOT NULL,
    "made_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_version_in_force" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "version_id" UUID,
    "reason" TEXT NOT NULL,
    "taken_by" TEXT NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rule_version_in_force_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_rate" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "per_worker_a_week" INTEGER NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sample_rate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "week" DATE NOT NULL,
    "drawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_result" (
    "sample_id" UUID NOT NULL,
    "result" TEXT NOT NULL,
    "category" TEXT,
    "note" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sample_result_pkey" PRIMARY KEY ("sample_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sample_message_id_key" ON "sample"("message_id");

-- CreateIndex
CREATE INDEX "sample_worker_id_week_idx" ON "sample"("worker_id", "week");

-- AddForeignKey
ALTER TABLE "rule_version_in_force" ADD CONSTRAINT "rule_version_in_force_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "rule_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_result" ADD CONSTRAINT "sample_result_sample_id_fkey" FOREIGN KEY ("sample_id") REFERENCES "sample"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'rule_version', 'rule_version_in_force', 'sample_rate', 'sample', 'sample_result'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;
