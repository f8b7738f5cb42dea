// "@Casethread record <child>" and "@Casethread stop", written in the conversation itself.
import type { RegistrationOutcome, Registrations } from '../../src/messaging/registration.ts';
import type { TeamsActivity } from './parse.ts';
import { conversationOf, type RegisteringHere, registerHere } from './reference.ts';

export type Command = { verb: 'record' | 'stop'; children: string };

/** Null: it is none. "Stop shouting at me" is a message like any other. */
export function commandIn(words: string): Command | null {
  const said = words.trim();
  if (/^stop( recording)?[.!]?$/i.test(said)) return { verb: 'stop', children: '' };
  const found = /^record\b\s*(?:for\s+)?(.*)$/is.exec(said);
  return found ? { verb: 'record', children: (found[1] ?? '').trim() } : null;
}

export type Obeyed = {
  /** What is answered, in the conversation. */
  words: string;
  /** False: whoever wrote it may not, or meant something else by it. */
  done: boolean;
};

/** Does it where whoever wrote it may. */
export async function obey(
  needs: RegisteringHere & { registrations: Pick<Registrations, 'stop'> },
  { verb, children }: Command,
  activity: TeamsActivity,
): Promise<Obeyed> {
  if (verb === 'stop') {
    const { outcome, words } = await needs.registrations.stop(
      conversationOf(activity, needs.tenantId),
    );
    return { words, done: outcome === 'stopped' };
  }
  const outcome = await registerHere(needs, activity, children);
  return { words: wordsOf(outcome), done: outcome.outcome !== 'refused' };
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
