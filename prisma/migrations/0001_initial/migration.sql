-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "detail" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "web_session" (
    "sid" TEXT NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMP(6) NOT NULL,

    CONSTRAINT "web_session_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "worker_subject" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_subject_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "scope_event" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "at" TIMESTAMPTZ(3) NOT NULL,
    "origin" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "scope_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attribution_choice" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "question_id" UUID,
    "message_ids" UUID[],
    "worker_id" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "origin" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "attribution_choice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attribution" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "method" TEXT,
    "reasons" TEXT[],
    "cues" JSONB NOT NULL,
    "candidates" JSONB NOT NULL,
    "question_id" UUID,
    "question_asked_at" TIMESTAMPTZ(3),
    "contact_id" TEXT,
    "decided_by" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "rule_version" TEXT NOT NULL,
    "supersedes_id" UUID,
    "choice_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "attribution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "current_attribution" (
    "message_id" UUID NOT NULL,
    "attribution_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "method" TEXT,
    "contact_id" TEXT,
    "question_id" UUID,

    CONSTRAINT "current_attribution_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "open_question" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "official_number" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,
    "contact_id" TEXT,
    "case_numbers" TEXT[],
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "message_count" INTEGER NOT NULL,
    "for_manager" BOOLEAN NOT NULL DEFAULT false,
    "for_manager_why" TEXT,

    CONSTRAINT "open_question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "provider" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,
    "problem" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "worker_id" TEXT,
    "body" TEXT NOT NULL,
    "profile_name" TEXT,
    "in_reply_to" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "origin" TEXT NOT NULL,
    "media_count" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_event" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "message_id" UUID NOT NULL,
    "delivery_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT,
    "status" TEXT,
    "error_code" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "dedupe_key" TEXT NOT NULL,

    CONSTRAINT "message_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message_media" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "content_type" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    CONSTRAINT "message_media_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "media_fetch" (
    "media_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "bytes" BIGINT,
    "sha256" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "media_fetch_pkey" PRIMARY KEY ("media_id")
);

-- CreateTable
CREATE TABLE "provider_health" (
    "provider" TEXT NOT NULL,
    "refused_total" BIGINT NOT NULL DEFAULT 0,
    "refused_in_a_row" INTEGER NOT NULL DEFAULT 0,
    "last_refused_at" TIMESTAMPTZ(3),
    "last_accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_health_pkey" PRIMARY KEY ("provider")
);

-- CreateTable
CREATE TABLE "reconcile_progress" (
    "provider" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "compared_to" TIMESTAMPTZ(3) NOT NULL,
    "found" BIGINT NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reconcile_progress_pkey" PRIMARY KEY ("provider","official_number")
);

-- CreateTable
CREATE TABLE "send_intent" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "worker_id" TEXT NOT NULL,
    "contact_id" TEXT NOT NULL,
    "case_numbers" TEXT[],
    "body" TEXT NOT NULL,
    "checks" JSONB NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_intent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_outcome" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "intent_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "external_id" TEXT,
    "error_code" TEXT,
    "words" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_outcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "send_state" (
    "intent_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "message_id" UUID,
    "words" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "send_state_pkey" PRIMARY KEY ("intent_id")
);

-- CreateTable
CREATE TABLE "opt_event" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "conversation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "message_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opt_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_work" (
    "id" BIGSERIAL NOT NULL,
    "stage" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "set_aside_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stage_work_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alarm" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flag" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "category" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "evidence" TEXT[],
    "rule" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "flag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker" (
    "worker_id" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "manager_id" TEXT,
    "slack_user_id" TEXT,
    "teams_user_id" TEXT,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("worker_id","valid_from")
);

-- CreateTable
CREATE TABLE "child" (
    "case_number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "preferred_name" TEXT,
    "also_known_as" TEXT[],
    "date_of_birth" DATE NOT NULL,
    "sex" TEXT,
    "household" TEXT,
    "status" TEXT NOT NULL,
    "opened" DATE NOT NULL,
    "closed" DATE,

    CONSTRAINT "child_pkey" PRIMARY KEY ("case_number")
);

-- CreateTable
CREATE TABLE "child_name_token" (
    "token" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,

    CONSTRAINT "child_name_token_pkey" PRIMARY KEY ("token","case_number")
);

-- CreateTable
CREATE TABLE "child_alias" (
    "id" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "recorded_by" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "child_alias_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "contact_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "also_known_as" TEXT[],
    "language" TEXT,
    "communication_needs" TEXT,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("contact_id")
);

-- CreateTable
CREATE TABLE "contact_identifier" (
    "contact_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "contact_identifier_pkey" PRIMARY KEY ("contact_id","channel","address","valid_from")
);

-- CreateTable
CREATE TABLE "relationship" (
    "contact_id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "relationship" TEXT NOT NULL,
    "parental_responsibility" BOOLEAN NOT NULL,
    "contact_permitted" TEXT NOT NULL,

    CONSTRAINT "relationship_pkey" PRIMARY KEY ("contact_id","case_number","valid_from")
);

-- CreateTable
CREATE TABLE "allocation" (
    "worker_id" TEXT NOT NULL,
    "case_number" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "role" TEXT NOT NULL,

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("worker_id","case_number","valid_from")
);

-- CreateTable
CREATE TABLE "official_number" (
    "address" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "team" TEXT NOT NULL,
    "worker_id" TEXT,
    "label" TEXT NOT NULL,

    CONSTRAINT "official_number_pkey" PRIMARY KEY ("address","channel")
);

-- CreateTable
CREATE TABLE "contact_arrangement" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "contact_id" TEXT NOT NULL,
    "quiet" BOOLEAN NOT NULL,
    "hours_from" TEXT,
    "hours_to" TEXT,
    "days" INTEGER[],
    "notice_withheld_reason" TEXT,
    "notice_review_on" DATE,
    "note" TEXT,
    "set_by" TEXT NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contact_arrangement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_recording" (
    "id" UUID NOT NULL,
    "exchange_id" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "official_number" TEXT NOT NULL,
    "counterpart" TEXT NOT NULL,
    "contact_id" TEXT,
    "case_numbers" TEXT[],
    "worker_id" TEXT,
    "occurred_from" TIMESTAMPTZ(3) NOT NULL,
    "occurred_to" TIMESTAMPTZ(3) NOT NULL,
    "message_count" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "urgent_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "completed_by" TEXT,
    "origin" TEXT NOT NULL,

    CONSTRAINT "contact_recording_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recording_message" (
    "recording_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "attribution_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "recording_message_pkey" PRIMARY KEY ("recording_id","message_id")
);

-- CreateTable
CREATE TABLE "recording_withdrawal" (
    "recording_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "attribution_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "withdrawn_by" TEXT NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recording_withdrawal_pkey" PRIMARY KEY ("recording_id","message_id")
);

-- CreateTable
CREATE TABLE "breach_note" (
    "id" UUID NOT NULL,
    "recording_id" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "message_ids" UUID[],
    "reason" TEXT NOT NULL,
    "seen_by" TEXT[],
    "opened_by" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "breach_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "recording_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source" TEXT,
    "text" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "corrects_id" UUID,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "significant_event" (
    "id" UUID NOT NULL,
    "recording_id" UUID NOT NULL,
    "case_number" TEXT NOT NULL,
    "occurred_on" DATE NOT NULL,
    "wording" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "significant_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recording_completion" (
    "id" UUID NOT NULL,
    "recording_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recording_completion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draft" (
    "worker_id" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "fields" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_pkey" PRIMARY KEY ("worker_id","form","subject_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_sequence_key" ON "audit_event"("sequence");

-- CreateIndex
CREATE INDEX "audit_event_actor_at_idx" ON "audit_event"("actor", "at");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "web_session_expire_idx" ON "web_session"("expire");

-- CreateIndex
CREATE INDEX "scope_event_conversation_id_at_idx" ON "scope_event"("conversation_id", "at");

-- CreateIndex
CREATE INDEX "attribution_choice_conversation_id_at_idx" ON "attribution_choice"("conversation_id", "at");

-- CreateIndex
CREATE INDEX "attribution_choice_question_id_idx" ON "attribution_choice"("question_id");

-- CreateIndex
CREATE UNIQUE INDEX "attribution_message_id_version_key" ON "attribution"("message_id", "version");

-- CreateIndex
CREATE INDEX "current_attribution_conversation_id_occurred_at_idx" ON "current_attribution"("conversation_id", "occurred_at");

-- CreateIndex
CREATE INDEX "current_attribution_question_id_idx" ON "current_attribution"("question_id");

-- CreateIndex
CREATE INDEX "open_question_conversation_id_idx" ON "open_question"("conversation_id");

-- CreateIndex
CREATE INDEX "conversation_channel_counterpart_idx" ON "conversation"("channel", "counterpart");

-- CreateIndex
CREATE UNIQUE INDEX "conversation_channel_official_number_counterpart_key" ON "conversation"("channel", "official_number", "counterpart");

-- CreateIndex
CREATE UNIQUE INDEX "message_sequence_key" ON "message"("sequence");

-- CreateIndex
CREATE INDEX "message_conversation_id_occurred_at_idx" ON "message"("conversation_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "message_channel_external_id_key" ON "message"("channel", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_event_dedupe_key_key" ON "message_event"("dedupe_key");

-- CreateIndex
CREATE INDEX "message_event_message_id_idx" ON "message_event"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_media_message_id_position_key" ON "message_media"("message_id", "position");

-- CreateIndex
CREATE INDEX "media_fetch_state_next_attempt_at_idx" ON "media_fetch"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "media_fetch_message_id_idx" ON "media_fetch"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "send_intent_idempotency_key_key" ON "send_intent"("idempotency_key");

-- CreateIndex
CREATE INDEX "send_intent_conversation_id_at_idx" ON "send_intent"("conversation_id", "at");

-- CreateIndex
CREATE INDEX "send_outcome_intent_id_idx" ON "send_outcome"("intent_id");

-- CreateIndex
CREATE INDEX "send_state_worker_id_state_idx" ON "send_state"("worker_id", "state");

-- CreateIndex
CREATE INDEX "send_state_state_next_attempt_at_idx" ON "send_state"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "send_state_message_id_idx" ON "send_state"("message_id");

-- CreateIndex
CREATE INDEX "send_state_conversation_id_idx" ON "send_state"("conversation_id");

-- CreateIndex
CREATE INDEX "opt_event_conversation_id_sequence_idx" ON "opt_event"("conversation_id", "sequence");

-- CreateIndex
CREATE INDEX "stage_work_stage_id_idx" ON "stage_work"("stage", "id");

-- CreateIndex
CREATE INDEX "stage_work_conversation_id_idx" ON "stage_work"("conversation_id");

-- CreateIndex
CREATE INDEX "alarm_cleared_at_idx" ON "alarm"("cleared_at");

-- CreateIndex
CREATE INDEX "flag_conversation_id_at_idx" ON "flag"("conversation_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "flag_message_id_rule_key" ON "flag"("message_id", "rule");

-- CreateIndex
CREATE INDEX "worker_email_idx" ON "worker"("email");

-- CreateIndex
CREATE INDEX "worker_manager_id_idx" ON "worker"("manager_id");

-- CreateIndex
CREATE INDEX "worker_team_idx" ON "worker"("team");

-- CreateIndex
CREATE INDEX "child_household_idx" ON "child"("household");

-- CreateIndex
CREATE INDEX "child_name_idx" ON "child"("name");

-- CreateIndex
CREATE INDEX "child_name_token_case_number_idx" ON "child_name_token"("case_number");

-- CreateIndex
CREATE INDEX "child_alias_case_number_idx" ON "child_alias"("case_number");

-- CreateIndex
CREATE INDEX "contact_identifier_channel_address_idx" ON "contact_identifier"("channel", "address");

-- CreateIndex
CREATE INDEX "relationship_case_number_idx" ON "relationship"("case_number");

-- CreateIndex
CREATE INDEX "allocation_case_number_idx" ON "allocation"("case_number");

-- CreateIndex
CREATE INDEX "contact_arrangement_contact_id_sequence_idx" ON "contact_arrangement"("contact_id", "sequence");

-- CreateIndex
CREATE INDEX "contact_recording_case_number_occurred_from_idx" ON "contact_recording"("case_number", "occurred_from");

-- CreateIndex
CREATE INDEX "contact_recording_conversation_id_state_idx" ON "contact_recording"("conversation_id", "state");

-- CreateIndex
CREATE INDEX "contact_recording_worker_id_state_due_at_idx" ON "contact_recording"("worker_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "recording_message_message_id_idx" ON "recording_message"("message_id");

-- CreateIndex
CREATE INDEX "recording_withdrawal_message_id_idx" ON "recording_withdrawal"("message_id");

-- CreateIndex
CREATE INDEX "breach_note_case_number_idx" ON "breach_note"("case_number");

-- CreateIndex
CREATE INDEX "statement_recording_id_idx" ON "statement"("recording_id");

-- CreateIndex
CREATE INDEX "significant_event_case_number_occurred_on_idx" ON "significant_event"("case_number", "occurred_on");

-- CreateIndex
CREATE INDEX "significant_event_recording_id_idx" ON "significant_event"("recording_id");

-- CreateIndex
CREATE INDEX "recording_completion_recording_id_idx" ON "recording_completion"("recording_id");
