-- What was imported from devices, and what may be deleted there.
-- CreateTable
CREATE TABLE "device_import" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_bytes" BIGINT NOT NULL,
    "file_sha256" BYTEA NOT NULL,
    "channel" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "counterpart" TEXT,
    "device" TEXT,
    "imported_by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_import_report" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "import_id" UUID NOT NULL,
    "report" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_import_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_import_message" (
    "import_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "how" TEXT NOT NULL,
    "line" INTEGER NOT NULL,

    CONSTRAINT "device_import_message_pkey" PRIMARY KEY ("import_id","message_id")
);

-- CreateTable
CREATE TABLE "device_certificate" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "import_id" UUID NOT NULL,
    "granted" BOOLEAN NOT NULL,
    "messages" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "reasons" TEXT[],
    "issued_to" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_certificate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "device_import_sequence_key" ON "device_import"("sequence");

-- CreateIndex
CREATE INDEX "device_import_report_import_id_sequence_idx" ON "device_import_report"("import_id", "sequence");

-- CreateIndex
CREATE INDEX "device_import_message_message_id_idx" ON "device_import_message"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_certificate_sequence_key" ON "device_certificate"("sequence");

-- CreateIndex
CREATE INDEX "device_certificate_import_id_sequence_idx" ON "device_certificate"("import_id", "sequence");

-- Append-only, as in 0002.
DO $$
DECLARE
  append_only text;
BEGIN
  FOREACH append_only IN ARRAY ARRAY[
    'device_import', 'device_import_report', 'device_import_message', 'device_certificate'
  ] LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
         FOR EACH ROW EXECUTE FUNCTION refuse_change()', append_only);
    EXECUTE format(
      'CREATE TRIGGER append_only_table BEFORE TRUNCATE ON %I
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', append_only);
  END LOOP;
END $$;
