// What a flag's category is called where a manager reads it: plain words, never a score.
import type { FlagCategory } from '../oversight/flag.ts';

type Words = {
  /** "Alfie Brennan: possible harm" */
  title: string;
  /** The tag beside a review. */
  tag: string;
};

const WORDS: Readonly<Record<FlagCategory, Words>> = {
  'harm-disclosure': { title: 'possible harm', tag: 'Possible harm' },
  'self-harm': { title: 'may harm themselves', tag: 'Self-harm' },
  missing: { title: 'may be missing', tag: 'Missing' },
  'violence-threat': { title: 'threat of violence', tag: 'Violence' },
  'domestic-abuse': { title: 'possible abuse at home', tag: 'Domestic abuse' },
  exploitation: { title: 'possible exploitation', tag: 'Exploitation' },
  neglect: { title: 'possible neglect', tag: 'Neglect' },
  'substance-misuse': { title: 'drink or drugs', tag: 'Drink or drugs' },
  'unsafe-adult': { title: 'an adult who may not be safe', tag: 'Unsafe adult' },
  'medical-emergency': { title: 'medical emergency', tag: 'Medical' },
  conduct: { title: 'how one of us wrote', tag: 'Conduct' },
  complaint: { title: 'complaint', tag: 'Complaint' },
  'records-request': { title: 'asked for records', tag: 'Records request' },
  disengagement: { title: 'withdrawing from us', tag: 'Disengagement' },
  'data-breach': { title: 'possible data breach', tag: 'Data breach' },
  'off-channel': { title: 'moving to another channel', tag: 'Off channel' },
  'staff-safety': { title: 'risk to staff', tag: 'Staff safety' },
  legal: { title: 'court or solicitors', tag: 'Legal' },
};

/** What rules about our own words and about patterns find, said shortly. */
const BY_RULE: Readonly<Record<string, string>> = {
  'worker-disrespect': 'disrespectful words',
  'worker-boundary': 'over-familiar words',
  'worker-secrecy': 'promise of secrecy',
  'worker-careless': 'careless words',
  'family-reports-conduct': 'a family says that one of us crossed a line',
  'pattern/silence': 'gone quiet',
  'pattern/night-burst': 'many messages at night',
  'pattern/unanswered-urgent': 'an urgent message not answered',
  'pattern/deleted-soon': 'deleted soon after sending',
  'pattern/edited-soon': 'changed soon after sending',
  'pattern/not-permitted': 'contact that is not permitted',
  'pattern/outside-plan': 'outside the agreed plan',
  'pattern/backlog': 'recordings not written up',
  'pattern/wrong-child': 'corrections of the wrong child',
};

/** Found by what happened, not by what was written: the evidence is a sentence of ours. */
export function isPattern(rule: string): boolean {
  return rule.startsWith('pattern/');
}

const isCategory = (category: string): category is FlagCategory => category in WORDS;

/** possible harm; promise of secrecy. `rule` is the flag's id@version. */
export function flagTitle(category: string, rule: string): string {
  const [id = ''] = rule.split('@');
  return BY_RULE[id] ?? (isCategory(category) ? WORDS[category].title : category);
}

export function flagTag(category: string): string {
  return isCategory(category) ? WORDS[category].tag : category;
}
