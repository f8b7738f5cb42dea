-- Where chats of Teams are written to.
-- CreateTable
CREATE TABLE "chat_reference" (
    "conversation_id" TEXT NOT NULL,
    "service_url" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "bot_id" TEXT NOT NULL,
    "user_id" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_reference_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateIndex
CREATE INDEX "chat_reference_user_id_idx" ON "chat_reference"("user_id");

-- CreateIndex
CREATE INDEX "chat_reference_tenant_id_changed_at_idx" ON "chat_reference"("tenant_id", "changed_at");
