// A phone number that belonged to one family's mother and now belongs to another child's foster carer.
import { TEAM_TEXTS, TOM } from '../authority.ts';
import { answer, type Family, received, sent } from '../story.ts';

const KAYDEN = 'CT-1007';
const LILY = 'CT-1008';
/** Jodie Marsh's until twelve days ago, Stephen Doyle's since. */
const CHANGED_HANDS = '+447700900941';

export const marshBrennan: Family = {
  children: [
    {
      caseNumber: KAYDEN,
      name: 'Kayden Marsh',
      alsoKnownAs: ['Kay'],
      age: 14,
      birthday: '02-11',
      sex: 'male',
      household: 'H-MARSH',
      status: 'open',
      workers: [TOM],
    },
    {
      caseNumber: LILY,
      name: 'Lily Brennan',
      age: 5,
      birthday: '07-21',
      sex: 'female',
      household: 'H-DOYLE',
      status: 'open',
      workers: [TOM],
    },
  ],
  contacts: [
    {
      contactId: 'P-107',
      name: 'Jodie Marsh',
      addresses: [
        { channel: 'sms', address: CHANGED_HANDS, toDaysAgo: 12 },
        { channel: 'sms', address: '+447700900942', fromDaysAgo: 11 },
      ],
      linkedTo: [{ caseNumber: KAYDEN, relationship: 'mother', responsibility: true }],
    },
    {
      contactId: 'P-108',
      name: 'Stephen Doyle',
      addresses: [{ channel: 'sms', address: CHANGED_HANDS, fromDaysAgo: 11 }],
      linkedTo: [{ caseNumber: LILY, relationship: 'foster carer' }],
    },
  ],
  threads: [
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: CHANGED_HANDS,
      steps: [
        received(
          24,
          '07:58',
          'kayden not in school today says he feels sick, i think its the maths test lol',
          { key: 'maths' },
        ),
        sent(
          24,
          '08:30',
          TOM,
          [KAYDEN],
          'Thanks Jodie. Could he go in for the afternoon if he feels better?',
        ),
        received(24, '12:40', 'he went in for dinner'),
        received(
          18,
          '23:51',
          'tom kaydens not come home and his phones off. rung the police they are coming round',
          { key: 'missing' },
        ),
        sent(
          18,
          '23:58',
          TOM,
          [KAYDEN],
          'This is the duty desk for Tom. Thank you for ringing the police. We have rung them too. Please stay by your phone.',
        ),
        received(17, '01:36', 'hes back. was at his cousins. police spoke to him', { key: 'back' }),
        answer(17, '08:40', TOM, 'back', [KAYDEN]),
        sent(
          17,
          '08:45',
          TOM,
          [KAYDEN],
          'I am so glad he is safe. Can I come at 4 to see you and Kayden?',
        ),
        received(17, '08:47', 'yes'),
        received(13, '11:05', 'getting a new phone so this number wont work after today'),
        received(
          9,
          '18:14',
          'Hello Tom, Stephen Doyle here, this is my new number. Lily has settled in well and ate all her tea tonight.',
          { key: 'tea' },
        ),
        sent(
          8,
          '09:20',
          TOM,
          [LILY],
          'Thank you Stephen, that is good to hear. How is she sleeping?',
        ),
        received(8, '20:31', 'Through the night with the landing light on'),
        received(1, '17:02', 'Lily asked when she will see her mum. What should I tell her?', {
          key: 'mum',
        }),
      ],
    },
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900942',
      steps: [
        received(11, '10:10', 'hi tom new number jodie. kayden has been in school all week!!', {
          key: 'all-week',
        }),
        sent(
          11,
          '10:22',
          TOM,
          [KAYDEN],
          'Well done to you and Kayden. I’ll tell his head of year, he will be pleased.',
        ),
        received(5, '16:20', 'hes got into the football team', { key: 'football' }),
      ],
    },
  ],
  contexts: [
    { about: 'maths', caseNumber: KAYDEN, workerId: TOM, at: { daysAgo: 24, time: '16:00' } },
    {
      about: 'missing',
      caseNumber: KAYDEN,
      workerId: TOM,
      at: { daysAgo: 17, time: '17:30' },
      fact: 'Kayden was missing from about 8pm to 1:30am. Police spoke to him on his return. I saw him and Jodie at 4pm.',
      hearsay: {
        source: 'Kayden',
        text: 'He went to his cousin’s after an argument about his phone and fell asleep there.',
      },
      opinion: 'Kayden was open with me. I do not think that anyone else was involved.',
      action:
        'Return interview offered for Thursday. Jodie and Kayden agreed what to do after an argument.',
      significantEvent:
        'Kayden was missing for five and a half hours and came home safe. Return interview offered.',
    },
    {
      about: 'all-week',
      caseNumber: KAYDEN,
      workerId: TOM,
      at: { daysAgo: 11, time: '10:30' },
      fact: 'School confirmed full attendance this week.',
    },
    {
      about: 'tea',
      caseNumber: LILY,
      workerId: TOM,
      at: { daysAgo: 8, time: '09:30' },
      hearsay: {
        source: 'Stephen Doyle, foster carer',
        text: 'Lily has settled, eats well and sleeps with the landing light on.',
      },
      significantEvent: 'Lily settled in her placement with Stephen Doyle.',
    },
  ],
  failedSends: [
    {
      thread: { channel: 'sms', officialNumber: TEAM_TEXTS, counterpart: '+447700900942' },
      contactId: 'P-107',
      caseNumbers: [KAYDEN],
      workerId: TOM,
      at: { daysAgo: 1, time: '15:12' },
      body: 'Hi Jodie, well done Kayden. Can we meet on Tuesday at 4 to plan the football kit money?',
      errorCode: '30003',
      words: 'The phone was switched off or had no signal. Ring them, or send it again later.',
    },
  ],
  overdue: ['football'],
};
