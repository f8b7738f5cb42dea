export const content = {
  title: 'Recordings',
  mine: 'What waits for your context, soonest due first.',
  manager: 'What is overdue in your teams, what nobody is asked about, and what waits for you.',
  none: 'Nothing waits for context.',
  noneManager: 'Nothing is overdue in your teams, and nothing waits for you.',
  checked: (time: string) => `Checked ${time}.`,
  elsewhere: 'Recordings that are complete are on each child’s record.',
  more: 'Show more recordings',
  ofChild: (name: string) => `${name}’s record`,
  allOfChild: 'Recordings',
  noneOfChild:
    'No recordings yet. A message is recorded here as soon as it is known to be about this child.',
} as const;
