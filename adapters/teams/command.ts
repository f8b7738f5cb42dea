// "@Casethread record <child>" and "@Casethread stop", written in the conversation itself.
import type {
  ChatConversation,
  RegistrationOutcome,
  Registrations,
} from '../../src/messaging/registration.ts';

export type Command = { verb: 'record' | 'stop'; children: string; historyFrom: Date | null };

/** Null: it is none. */
export function commandIn(words: string): Command | null {
  const found = /^(record|stop)\b\s*(?:for\s+)?(.*)$/is.exec(words.trim());
  if (!found) return null;
  const verb = found[1]?.toLowerCase() === 'stop' ? 'stop' : 'record';
  return { verb, children: (found[2] ?? '').trim(), historyFrom: null };
}

/** What the worker hears, in the conversation. */
export async function obey(
  registrations: Pick<Registrations, 'register' | 'stop'>,
  { verb, children, historyFrom }: Command,
  place: ChatConversation & { userId: string },
): Promise<string> {
  if (verb === 'stop') return (await registrations.stop(place)).words;
  return wordsOf(await registrations.register({ ...place, children, historyFrom }));
}

/** Everybody in the conversation reads the answer: it names no child and lists none. */
function wordsOf(outcome: RegistrationOutcome): string {
  switch (outcome.outcome) {
    case 'registered':
      return 'Casethread records this conversation from now on.';
    case 'already':
      return 'Casethread records this conversation already.';
    case 'which-child':
      return 'Not recorded yet. Write “@Casethread record” with the case number, for example “@Casethread record CT-20417”.';
    case 'refused':
      return 'Not recorded. Casethread could not do this for you here: ask in your own chat with Casethread, or on the web.';
    default:
      return outcome satisfies never;
  }
}
