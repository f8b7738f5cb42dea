// What this page asks of attribution. Each is one transaction: the choice, the work it makes, the wake-up.

export type Act = {
  conversationId: string;
  /** The messages the person was looking at. */
  messageIds: readonly string[];
  workerId: string;
  /** Empty: not casework. */
  caseNumbers: readonly string[];
  reason: string | null;
  at: Date;
  surface: 'web';
};

export type Answer = Act & { questionId: string; kind: 'answer' | 'ask-manager' };

export type LearntName = {
  caseNumber: string;
  name: string;
  recordedBy: string;
  at: Date;
};

export type AttributionActs = {
  /** `answered-elsewhere`: the question no longer waits, and nothing was written. */
  answerQuestion(answer: Answer): Promise<'kept' | 'answered-elsewhere'>;
  correctAttribution(correction: Act): Promise<void>;
  /** A name that a worker teaches: it counts for messages from now on. */
  rememberName(name: LearntName): Promise<void>;
};
