// What the pages of contact plans show.
import type { KeptArrangement } from '../../../contact-plans/arrangement-store.ts';
import { type ContactPlan, PLAN_CHANNELS, reviewsAskedUntil } from '../../../contact-plans/plan.ts';
import { agreedHours } from '../../../delivery/agreed-hours.ts';
import { clockTime, fullDate, recordTime } from '../../../format/dates.ts';
import { listOf, withRelationship } from '../../../format/words.ts';
import type { PersonOnRecord } from '../../../record/child-store.ts';
import { withRole } from '../recording/content.ts';
import { CHANNEL_LABELS, content, DAY_LABELS } from './content.ts';
import { HALF_HOURS } from './schema.ts';

const dayWords = (iso: string) => fullDate(new Date(`${iso}T00:00:00Z`));

type Tag = { text: string; colour: string };

function planTag(plan: ContactPlan | undefined, today: string): Tag {
  if (plan === undefined) return { text: content.noPlan, colour: 'grey' };
  if (plan.endedReason !== null) return { text: content.ended, colour: 'grey' };
  return plan.reviewOn <= reviewsAskedUntil(today)
    ? { text: content.reviewDue, colour: 'orange' }
    : { text: content.inForce, colour: 'green' };
}

/** One row for each person on the record. */
export function personRow(
  person: PersonOnRecord,
  plans: readonly ContactPlan[],
  path: string,
  today: string,
) {
  const plan = plans.find(({ contactId }) => contactId === person.contactId);
  return {
    href: `${path}/${encodeURIComponent(person.contactId)}`,
    title: withRelationship(person.name, person.relationship),
    level: 3,
    lines: [
      person.contactPermitted === 'no' ? 'Contact not permitted' : null,
      plan && plan.endedReason === null ? shortTerms(plan) : null,
      plan && plan.endedReason === null ? `Review by ${dayWords(plan.reviewOn)}.` : null,
    ],
    tag: planTag(plan, today),
  };
}

/** Texts and WhatsApp, Monday to Friday, 8am to 6pm. */
export function shortTerms(
  terms: Pick<ContactPlan, 'channels' | 'hoursFrom' | 'hoursTo' | 'days'>,
): string {
  const channels = listOf(
    PLAN_CHANNELS.filter((channel) => terms.channels.includes(channel)).map((channel, index) =>
      index === 0 || channel !== 'sms' ? CHANNEL_LABELS[channel] : 'texts',
    ),
  );
  const hours = agreedHours(terms);
  return `${channels}${hours === null ? '' : `, ${hours}`}.`;
}

/** A version of a plan as a summary list, with who made it and when. */
export function planView(plan: ContactPlan, today: string) {
  return {
    tag: planTag(plan, today),
    endedReason: plan.endedReason,
    rows: [
      { key: content.purpose, value: plan.purpose },
      { key: content.channels, value: listOf(plan.channels.map((one) => CHANNEL_LABELS[one])) },
      { key: content.hours, value: agreedHours(plan) ?? 'No hours agreed' },
      { key: content.usedBy, value: listOf(plan.usedByNames) },
      { key: content.risks, value: plan.risks },
      { key: content.measures, value: plan.measures },
      { key: content.agreedWith, value: plan.agreedWith },
      { key: content.reviewOn, value: dayWords(plan.reviewOn) },
    ],
    by: `${withRole({ workerId: '', name: plan.madeByName, role: plan.madeByRole })}, ${recordTime(plan.madeAt)}`,
  };
}

/** What holds whichever child a message is about. */
export function arrangementView(kept: KeptArrangement | null) {
  if (kept === null) return null;
  const { notice } = kept;
  return {
    rows: [
      { key: content.quiet, value: kept.quiet ? `Yes. ${content.quietLabel}.` : 'No' },
      { key: content.hours, value: agreedHours(kept) ?? 'No hours agreed' },
      ...(kept.note ? [{ key: content.note, value: kept.note }] : []),
      {
        key: content.notice,
        value: notice === null ? content.noticeTold : noticeWords(notice),
      },
    ],
    by: `${kept.setByName}, ${recordTime(kept.setAt)}`,
  };
}

export function noticeWords(notice: NonNullable<KeptArrangement['notice']>): string {
  return `Delayed by ${notice.byName}. ${notice.reason} Review by ${dayWords(notice.reviewOn)}.`;
}

/** Times for a list: "8:00am". The first stands for none. */
export const TIME_CHOICES = [
  { value: '', text: 'No time agreed' },
  ...HALF_HOURS.map((value) => ({ value, text: clockTime(new Date(`2026-01-05T${value}:00Z`)) })),
];

/** Days for tick boxes. */
export function dayChoices(chosen: readonly string[]) {
  return DAY_LABELS.map((text, index) => {
    const value = String(index + 1);
    return { value, text, checked: chosen.includes(value) };
  });
}
