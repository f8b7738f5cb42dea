-- What workers are shown in chat platforms, and how each team is prompted there.

-- CreateTable
CREATE TABLE "surface_post" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "surface" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "worker_id" TEXT,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "conversation_id" UUID,
    "outcome" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "reference" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "surface_post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "surface_card" (
    "surface" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "worker_id" TEXT,
    "conversation_id" UUID,
    "state" TEXT NOT NULL,
    "shown" TEXT,
    "reference" TEXT,
    "thread" TEXT,
    "offers" UUID[],
    "tried_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "surface_card_pkey" PRIMARY KEY ("surface","recipient","subject_kind","subject_id")
);

-- CreateTable
CREATE TABLE "surface_setting" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "surface" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "channel_id" TEXT,
    "words" TEXT NOT NULL,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "surface_setting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "surface_post_surface_recipient_subject_kind_subject_id_sequ_idx" ON "surface_post"("surface", "recipient", "subject_kind", "subject_id", "sequence");

-- CreateIndex
CREATE INDEX "surface_card_surface_thread_idx" ON "surface_card"("surface", "thread");

-- CreateIndex
CREATE INDEX "surface_card_surface_state_idx" ON "surface_card"("surface", "state");

-- CreateIndex
CREATE INDEX "surface_card_conversation_id_idx" ON "surface_card"("conversation_id");

-- CreateIndex
CREATE INDEX "surface_setting_surface_team_sequence_idx" ON "surface_setting"("surface", "team", "sequence");

CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "surface_post"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "surface_post"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "surface_setting"
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_table BEFORE TRUNCATE ON "surface_setting"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
