-- Phones that the authority issued, and under whose approval they are read. `device_link` says where
-- each stands at this moment, and begins anew with the process that reads phones.
-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "sequence" SERIAL NOT NULL,
    "number" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "worker_id" TEXT,
    "approved_by" TEXT NOT NULL,
    "approved_on" DATE NOT NULL,
    "dpia_reference" TEXT NOT NULL,
    "registered_by" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_revocation" (
    "device_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "revoked_by" TEXT NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_revocation_pkey" PRIMARY KEY ("device_id")
);

-- CreateTable
CREATE TABLE "device_group" (
    "id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "registered_by" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_group_withdrawal" (
    "group_id" UUID NOT NULL,
    "withdrawn_by" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_group_withdrawal_pkey" PRIMARY KEY ("group_id")
);

-- CreateTable
CREATE TABLE "device_group_match" (
    "group_id" UUID NOT NULL,
    "chat_id" TEXT NOT NULL,
    "matched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_group_match_pkey" PRIMARY KEY ("group_id")
);

-- CreateTable
CREATE TABLE "device_event" (
    "sequence" BIGSERIAL NOT NULL,
    "device_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_event_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "device_link" (
    "device_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "well_at" TIMESTAMPTZ(3),
    "heard_at" TIMESTAMPTZ(3),
    "compared_to" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_link_pkey" PRIMARY KEY ("device_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "device_sequence_key" ON "device"("sequence");

-- CreateIndex
CREATE INDEX "device_number_idx" ON "device"("number");

-- CreateIndex
CREATE INDEX "device_group_device_id_idx" ON "device_group"("device_id");

-- CreateIndex
CREATE INDEX "device_event_device_id_sequence_idx" ON "device_event"("device_id", "sequence");

DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'device', 'device_revocation', 'device_group', 'device_group_withdrawal', 'device_group_match',
    'device_event'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;
