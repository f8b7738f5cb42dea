// A restricted record: an aunt who writes, and a father with whom contact is not permitted.
import { PRIYA, TEAM_TEXTS } from '../authority.ts';
import { answer, type Family, received, sent } from '../story.ts';

const ROSA = 'CT-1010';

export const delgado: Family = {
  children: [
    {
      caseNumber: ROSA,
      name: 'Rosa Delgado',
      age: 10,
      birthday: '09-16',
      sex: 'female',
      household: 'H-DELGADO',
      status: 'restricted',
      workers: [PRIYA],
    },
  ],
  contacts: [
    {
      contactId: 'P-110',
      name: 'Ana Delgado',
      language: 'Spanish and English',
      addresses: [{ channel: 'sms', address: '+447700900961' }],
      linkedTo: [{ caseNumber: ROSA, relationship: 'aunt', responsibility: true }],
    },
    {
      contactId: 'P-111',
      name: 'Iain Mackie',
      addresses: [{ channel: 'sms', address: '+447700900962', verified: false }],
      linkedTo: [{ caseNumber: ROSA, relationship: 'father', permitted: 'no' }],
    },
  ],
  threads: [
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900961',
      askedBeforeSending: true,
      steps: [
        received(
          16,
          '10:44',
          'Hello Priya, Rosa has chosen to use the other name at the new school. Is everything ready?',
          { key: 'new-school' },
        ),
        answer(16, '11:20', PRIYA, 'new-school', [ROSA]),
        sent(
          16,
          '11:24',
          PRIYA,
          [ROSA],
          'Hello Ana. Yes. Only the head and her form tutor know, and the office has nothing else on file.',
        ),
        received(9, '15:15', 'First week was good. She has made one friend', { key: 'one-friend' }),
        answer(9, '16:00', PRIYA, 'one-friend', [ROSA]),
      ],
    },
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900962',
      steps: [
        received(
          3,
          '22:18',
          'I know you people have her. I have a right to know where my daughter is',
          { key: 'right' },
        ),
      ],
    },
  ],
  contexts: [
    {
      about: 'new-school',
      caseNumber: ROSA,
      workerId: PRIYA,
      at: { daysAgo: 16, time: '12:00' },
      fact: 'Arrangements at the new school are confirmed. Two members of staff know.',
      significantEvent: 'Rosa moved to a new school under her new name.',
    },
    {
      about: 'one-friend',
      caseNumber: ROSA,
      workerId: PRIYA,
      at: { daysAgo: 8, time: '09:30' },
      hearsay: {
        source: 'Ana Delgado, aunt',
        text: 'Rosa’s first week went well and she has made a friend.',
      },
    },
  ],
};
