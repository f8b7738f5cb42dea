// A school's safeguarding lead who knows several children, and numbers that nobody knows.
import { GRACE, TEAM_TEXTS } from '../authority.ts';
import { answer, type Family, justReceived, received } from '../story.ts';

export const others: Family = {
  children: [],
  contacts: [
    {
      contactId: 'P-112',
      name: 'Helen Ashworth',
      addresses: [{ channel: 'sms', address: '+447700900971' }],
      linkedTo: [
        { caseNumber: 'CT-1001', relationship: 'school safeguarding lead' },
        { caseNumber: 'CT-1003', relationship: 'school safeguarding lead' },
        { caseNumber: 'CT-1005', relationship: 'school safeguarding lead' },
      ],
    },
  ],
  threads: [
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900971',
      steps: [
        received(
          12,
          '15:20',
          'Helen Ashworth, Bryn Primary. Yusuf’s hearing aids have arrived and he wore them all afternoon.',
          { key: 'wore' },
        ),
        received(6, '15:05', 'Mali has been upset in class today. I have rung home as well.', {
          key: 'upset',
        }),
        received(
          2,
          '12:30',
          'Please can somebody ring me about one of your families. Not urgent.',
          { key: 'ring-me' },
        ),
      ],
    },
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900981',
      steps: [
        received(15, '13:37', 'Hi is that Dave’s Plumbing? Tap’s still dripping mate', {
          key: 'plumbing',
        }),
        answer(15, '14:00', GRACE, 'plumbing', [], 'Wrong number: a customer of a plumber.'),
      ],
    },
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900982',
      steps: [
        justReceived(
          140,
          'Is this the social workers? I live next door to number 14. The little lad was sat on the step crying again and its freezing',
          'next-door',
        ),
      ],
    },
  ],
  contexts: [],
  overdue: ['upset'],
};
