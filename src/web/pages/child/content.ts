export const content = {
  waiting: (count: string) => `Waiting (${count})`,
  nothingWaits: 'Nothing waits for context.',
  seeWaiting: 'See everything that waits',
  chronology: 'Chronology',
  noEvents: 'No significant events yet. Mark one when you complete a recording.',
  recordings: 'Recordings',
  noRecordings: 'No recordings yet.',
  contactPlan: 'Digital contact plan',
  managerDecisions: 'Managers’ decisions',
  decisions: 'Supervision decisions',
  allDecisions: 'See all supervision decisions',
  people: 'People',
  parentalResponsibility: 'Parental responsibility',
  notPermitted: 'Contact not permitted',
  supervised: 'Supervised contact only',
  brothersAndSisters: 'Brothers and sisters',
  record: 'Record',
  cannotWrite:
    'You cannot write to this person from here: no verified number of theirs is known, or contact is not permitted.',
} as const;

const ALLOCATED_AS: Readonly<Record<string, string>> = {
  lead: 'Social worker',
  'co-worker': 'Co-worker',
  duty: 'Duty worker',
};

/** Social worker, Co-worker, Duty worker. */
export function allocatedAs(role: string): string {
  return ALLOCATED_AS[role] ?? role;
}
