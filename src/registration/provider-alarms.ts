// What a chat platform tells us about itself becomes an alarm that a person sees.
import { clearAlarm, raiseAlarm } from '../alarms/alarm-store.ts';
import { raiseCredentialsRefused } from '../capture/provider-health-store.ts';
import { wakeReconcile } from '../capture/reconcile-store.ts';
import type { RecordedConversation } from '../messaging/registration.ts';
import type { RegistrationNeeds } from './registration.ts';
import { isRecordedNow } from './registration-store.ts';

export type ProviderAlarms = {
  onRevoked(): Promise<void>;
  onDropped(): Promise<void>;
  onUnreadable(conversation: RecordedConversation, error: string | null): Promise<void>;
};

const unasked = async (): Promise<never> => {
  throw new Error('Nothing is kept by this command.');
};

/** For a command that keeps nothing. */
export const NO_ALARMS: ProviderAlarms = {
  onRevoked: unasked,
  onDropped: unasked,
  onUnreadable: unasked,
};

/** For one provider's adapter. Each rejects when the database does not answer. */
export function providerAlarms(
  { database: { pool }, clock }: RegistrationNeeds,
  provider: string,
): ProviderAlarms {
  return {
    onRevoked: () => raiseCredentialsRefused(pool, provider, clock()),
    onDropped: async () => {
      await raiseAlarm(pool, {
        kind: 'webhook-silent',
        subject: provider,
        words:
          `${provider} held messages back because there were too many at once. They are in its history, and ` +
          'Casethread is asking for them now. If this stays, ask your IT team to run "npx casethread reconcile".',
        at: clock(),
      });
      await wakeReconcile(pool);
    },
    onUnreadable: async ({ counterpart }, error) => {
      const subject = `${provider} ${counterpart}`;
      if (error === null) return clearAlarm(pool, 'reconcile-failed', subject, clock());
      await raiseAlarm(pool, {
        kind: 'reconcile-failed',
        subject,
        words:
          `A recorded conversation on ${provider} cannot be read (${error}). What was kept stays. Nothing that is said ` +
          'there now may be reaching the record. Invite Casethread to the conversation again, or stop recording it.',
        at: clock(),
      });
    },
  };
}

/** Somebody took Casethread out of a conversation of Teams: what is said there now is not kept. */
export async function tellOfRemoval(
  { database: { pool }, clock }: RegistrationNeeds,
  counterpart: string,
): Promise<void> {
  if (!(await isRecordedNow(pool, 'teams', counterpart))) return;
  await raiseAlarm(pool, {
    kind: 'reconcile-failed',
    subject: `teams ${counterpart}`,
    words:
      'Casethread was taken out of a recorded conversation on teams. What was kept stays. Nothing that is said there ' +
      'now reaches the record. Add Casethread to the conversation again, or stop recording it.',
    at: clock(),
  });
}

/** It is back: something was heard from there again. */
export async function tellOfReturn(
  { database: { pool }, clock }: RegistrationNeeds,
  counterpart: string,
): Promise<void> {
  await clearAlarm(pool, 'reconcile-failed', `teams ${counterpart}`, clock());
}
