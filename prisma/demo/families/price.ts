// A care leaver who writes about himself.
import { EFA, LEAVING_CARE_WHATSAPP } from '../authority.ts';
import { type Family, justReceived, received, sent } from '../story.ts';

const CALLUM = 'CT-1009';

export const price: Family = {
  children: [
    {
      caseNumber: CALLUM,
      name: 'Callum Price',
      alsoKnownAs: ['Cal'],
      age: 19,
      birthday: '04-05',
      sex: 'male',
      household: 'H-PRICE',
      status: 'open',
      workers: [EFA],
    },
  ],
  contacts: [
    {
      contactId: 'P-109',
      name: 'Callum Price',
      alsoKnownAs: ['Cal'],
      addresses: [{ channel: 'whatsapp', address: '+447700900951' }],
      linkedTo: [{ caseNumber: CALLUM, relationship: 'self' }],
    },
  ],
  threads: [
    {
      channel: 'whatsapp',
      officialNumber: LEAVING_CARE_WHATSAPP,
      counterpart: '+447700900951',
      askedBeforeSending: true,
      steps: [
        received(22, '14:05', 'Efa I got the flat!!!! keys on friday', { key: 'flat' }),
        sent(
          22,
          '14:12',
          EFA,
          [CALLUM],
          'That is brilliant, Callum, you earned it. Shall we do a shopping list for the setting up allowance on Wednesday?',
        ),
        received(22, '14:13', 'yes pls. need a kettle first 😂'),
        received(20, '16:30', 'the view from the window', { key: 'view', picture: 'window.png' }),
        received(12, '23:20', 'cant sleep. its really quiet here on my own', { key: 'quiet' }),
        sent(
          11,
          '09:05',
          EFA,
          [CALLUM],
          'Morning Callum. First weeks in a new place are often like that. Coffee today, usual place, 2pm?',
        ),
        received(11, '09:40', 'ok'),
        received(5, '10:12', 'universal credit say they need proof of rent, can you send it me', {
          key: 'rent',
        }),
        sent(
          5,
          '10:25',
          EFA,
          [CALLUM],
          'Just emailed it to you and to the job centre. Tell me if they ask for anything else.',
        ),
        received(1, '22:47', 'feeling really low tonight. dont want to be here anymore', {
          key: 'low',
        }),
        sent(
          1,
          '22:55',
          EFA,
          [CALLUM],
          'Callum, this is Efa. I am ringing you now. If it gets worse before I reach you ring 999, or text SHOUT to 85258.',
        ),
        received(1, '23:02', 'ok. thanks for ringing'),
        justReceived(28, 'morning. slept a bit. can we still do 2 oclock', 'still-two'),
      ],
    },
  ],
  contexts: [
    {
      about: 'flat',
      caseNumber: CALLUM,
      workerId: EFA,
      at: { daysAgo: 22, time: '16:00' },
      fact: 'Callum has been offered the flat and gets the keys on Friday.',
      view: { source: 'Callum', text: 'He is delighted.' },
      significantEvent: 'Callum moved into his own flat.',
    },
    { about: 'view', caseNumber: CALLUM, workerId: EFA, at: { daysAgo: 19, time: '09:00' } },
    {
      about: 'quiet',
      caseNumber: CALLUM,
      workerId: EFA,
      at: { daysAgo: 11, time: '15:30' },
      fact: 'We met at 2pm. Callum is eating and has been to work every day.',
      opinion: 'He is lonely rather than unwell. He liked the idea of the Thursday group.',
      action: 'I will go with him to the group the first time.',
    },
  ],
  overdue: ['rent'],
};
