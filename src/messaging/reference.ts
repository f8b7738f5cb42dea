// The port of conversation references: Teams can only be written to where it was heard from, so the
// address of its service, and the id of each person's own chat with us, are remembered.

export type ChatReference = {
  /** The conversation's id on the platform. */
  conversationId: string;
  /** Where its service is reached. */
  serviceUrl: string;
  tenantId: string;
  /** personal, groupChat, channel */
  kind: string;
  /** Our own id in it. */
  botId: string;
  /** The person whose chat with us it is; null: more people are in it. */
  userId: string | null;
};

export type ChatReferences = {
  save(reference: ChatReference): Promise<void>;
  /** Null: nothing was ever heard from there. */
  ofConversation(conversationId: string): Promise<ChatReference | null>;
  /** The person's own chat with us; null: they never opened it, or took us off. */
  ofPerson(userId: string): Promise<ChatReference | null>;
  /** Any of the tenant: its service takes new chats too. */
  ofTenant(tenantId: string): Promise<ChatReference | null>;
  /** We were taken out of it. */
  remove(conversationId: string): Promise<void>;
};
