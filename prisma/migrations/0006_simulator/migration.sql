-- What the pretend provider of a demonstration remembers. Empty in production.
-- CreateTable
CREATE TABLE "simulator_message" (
    "sid" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error_code" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status_callback" TEXT,
    "deliveries" INTEGER NOT NULL DEFAULT 0,
    "answer_status" INTEGER,
    "answer_ms" INTEGER,

    CONSTRAINT "simulator_message_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "simulator_media" (
    "sid" TEXT NOT NULL,
    "message_sid" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "simulator_media_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "simulator_behaviour" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "twice" BOOLEAN NOT NULL DEFAULT false,
    "out_of_order" BOOLEAN NOT NULL DEFAULT false,
    "refuses" TEXT[],

    CONSTRAINT "simulator_behaviour_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "simulator_message_counterpart_at_idx" ON "simulator_message"("counterpart", "at");

-- CreateIndex
CREATE INDEX "simulator_message_official_number_at_idx" ON "simulator_message"("official_number", "at");

-- CreateIndex
CREATE INDEX "simulator_media_message_sid_idx" ON "simulator_media"("message_sid");
