// What a draft is asked about because of the plan: hours, channel, and who may use it. Soft: the
// worker answers, and the answer is kept (Cardiff & Vale 5b, 6a).
import { agreedHours, withinAgreedHours } from '../delivery/agreed-hours.ts';
import type { Question } from '../delivery/questions.ts';
import { type ContactPlan, PLAN_CHANNELS } from './plan.ts';
import { CHANNEL_WORDS } from './plan-words.ts';

export type PlannedDraft = {
  /** The channel it goes on; a phone that is captured counts as WhatsApp. */
  channel: string;
  workerId: string;
  contactName: string;
  now: Date;
  /** Whether it was already asked about hours, because of what was agreed with the contact. */
  hoursAsked: boolean;
};

/** One question for each thing that is outside the plan, however many children it is about. */
export function planQuestions(plans: readonly ContactPlan[], draft: PlannedDraft): Question[] {
  const channel = PLAN_CHANNELS.find((known) => known === draft.channel.replace('-device', ''));
  const strange = channel && plans.find(({ channels }) => !channels.includes(channel));
  const late = plans.find((plan) => !withinAgreedHours(plan, draft.now));
  const notTheirs = plans.find(({ usedBy }) => !usedBy.includes(draft.workerId));
  const questions: Question[] = [];
  if (strange && channel) {
    questions.push({
      key: `plan-channel:${channel}`,
      code: 'contact-plan',
      what: `The contact plan with ${draft.contactName} does not include ${CHANNEL_WORDS[channel]}.`,
      why: `It was agreed to use ${listWords(strange.channels.map((known) => CHANNEL_WORDS[known]))}.`,
    });
  }
  if (late && !draft.hoursAsked) {
    questions.push({
      key: 'plan-hours',
      code: 'contact-plan',
      what: 'It is outside the hours of the contact plan.',
      why: `You agreed ${agreedHours(late) ?? 'other hours'} with ${draft.contactName}.`,
    });
  }
  if (notTheirs) {
    questions.push({
      key: 'plan-worker',
      code: 'contact-plan',
      what: `The contact plan with ${draft.contactName} does not name you.`,
      why:
        notTheirs.usedByNames.length > 0
          ? `It may be used by ${listWords(notTheirs.usedByNames)}.`
          : 'Nobody is named in it yet.',
    });
  }
  return questions;
}

const listWords = (words: readonly string[]) => new Intl.ListFormat('en-GB').format(words);
