// One girl, two households that must not learn about each other, and her father's younger son.
import { PRIYA, TEAM_TEXTS } from '../authority.ts';
import { answer, type Family, justReceived, received, sent } from '../story.ts';

const RUBY = 'CT-1003';
const THEO = 'CT-1004';

export const loweOkafor: Family = {
  children: [
    {
      caseNumber: RUBY,
      name: 'Ruby Lowe',
      alsoKnownAs: ['Rubes'],
      age: 11,
      birthday: '01-27',
      sex: 'female',
      household: 'H-LOWE',
      status: 'open',
      workers: [PRIYA],
    },
    {
      caseNumber: THEO,
      name: 'Theo Okafor',
      age: 4,
      birthday: '05-09',
      sex: 'male',
      household: 'H-OKAFOR',
      status: 'open',
      workers: [PRIYA],
    },
  ],
  contacts: [
    {
      contactId: 'P-103',
      name: 'Sarah Lowe',
      addresses: [{ channel: 'sms', address: '+447700900921' }],
      linkedTo: [{ caseNumber: RUBY, relationship: 'mother', responsibility: true }],
    },
    {
      contactId: 'P-104',
      name: 'Marcus Okafor',
      needs: 'Dyslexia: short messages, one question at a time.',
      addresses: [{ channel: 'sms', address: '+447700900922' }],
      linkedTo: [
        { caseNumber: RUBY, relationship: 'father', responsibility: true, permitted: 'supervised' },
        { caseNumber: THEO, relationship: 'father', responsibility: true },
      ],
    },
  ],
  threads: [
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900921',
      steps: [
        received(
          26,
          '17:48',
          'Hi Priya its Sarah. Is contact still on for this Sunday? Ruby is asking',
          { key: 'sunday' },
        ),
        sent(
          26,
          '18:02',
          PRIYA,
          [RUBY],
          'Hi Sarah. Yes, Sunday 2pm to 4pm at the centre. Ms Adeyemi will be there the whole time.',
        ),
        received(26, '18:05', 'Ok thanks x'),
        received(24, '16:40', 'She came back fine, they did baking 🧁', { key: 'baking' }),
        received(17, '21:14', 'I dont want him knowing our new address Priya. Please make sure', {
          key: 'address',
        }),
        sent(
          16,
          '09:01',
          PRIYA,
          [RUBY],
          'Good morning Sarah. Your address is not shared with anyone outside this team. I have noted it again today.',
        ),
        received(11, '08:20', 'Ruby had a nightmare about before we moved. She slept in with me', {
          key: 'nightmare',
        }),
        sent(
          11,
          '09:15',
          PRIYA,
          [RUBY],
          'Thank you for telling me. Shall I bring her next appointment at the clinic forward?',
        ),
        received(11, '09:18', 'Yes please if you can'),
        received(
          4,
          '19:42',
          'Someone parked outside for an hour tonight. It looked like his van. Im scared he has found us',
          { key: 'van' },
        ),
        answer(4, '19:50', PRIYA, 'van', [RUBY]),
        sent(
          4,
          '19:55',
          PRIYA,
          [RUBY],
          'Sarah, if you think he is outside ring 999 now. I am telling my manager and the duty team. Is Ruby with you?',
        ),
        received(4, '19:57', 'Yes she is upstairs. Its gone now. I got the reg number', {
          key: 'gone',
        }),
        answer(4, '20:10', PRIYA, 'gone', [RUBY]),
      ],
    },
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900922',
      steps: [
        sent(
          25,
          '10:21',
          PRIYA,
          [RUBY],
          'Hi Marcus, Sunday’s contact with Ruby is at 2pm at the centre. Please bring nothing from home this time.',
        ),
        received(25, '10:58', 'ok will do. can i bring stuff for baking', { key: 'bring' }),
        sent(25, '11:04', PRIYA, [RUBY], 'Yes, baking things are fine.'),
        received(20, '14:11', 'Theo starts nursery monday, he is well excited', { key: 'nursery' }),
        sent(20, '14:30', PRIYA, [THEO], 'Great news. Which nursery is it?'),
        received(20, '14:33', 'Little Acorns the one by the library'),
        received(14, '12:02', 'how is she doing at school, nobody tells me anything', {
          key: 'she',
        }),
        answer(14, '13:30', PRIYA, 'she', [RUBY]),
        sent(
          14,
          '13:34',
          PRIYA,
          [RUBY],
          'Ruby is settled in class. Her report comes out on Friday and I will send you the school’s copy.',
        ),
        received(
          8,
          '17:25',
          'Theo has had a fall at nursery, bumped his head but nursery say hes ok',
          { key: 'fall' },
        ),
        sent(
          8,
          '17:40',
          PRIYA,
          [THEO],
          'Thank you for letting me know. Please watch him tonight, and ring 111 if he is sick or sleepy.',
        ),
        justReceived(190, 'any chance of an extra hour on sunday for her birthday', 'extra-hour'),
      ],
    },
  ],
  contexts: [
    { about: 'sunday', caseNumber: RUBY, workerId: PRIYA, at: { daysAgo: 25, time: '09:05' } },
    {
      about: 'baking',
      caseNumber: RUBY,
      workerId: PRIYA,
      at: { daysAgo: 23, time: '11:10' },
      hearsay: {
        source: 'Sarah Lowe, mother',
        text: 'Ruby came back from contact well. She and her father baked.',
      },
    },
    {
      about: 'address',
      caseNumber: RUBY,
      workerId: PRIYA,
      at: { daysAgo: 16, time: '09:12' },
      fact: 'I confirmed to Sarah that her address is not shared outside the team. The record carries the warning.',
      opinion:
        'Sarah remains anxious about being found. The safety plan covers it and is due for review this month.',
    },
    {
      about: 'nursery',
      caseNumber: THEO,
      workerId: PRIYA,
      at: { daysAgo: 19, time: '16:00' },
      fact: 'Theo has a place at Little Acorns and starts on Monday.',
      significantEvent: 'Theo started nursery at Little Acorns.',
    },
    {
      about: 'fall',
      caseNumber: THEO,
      workerId: PRIYA,
      at: { daysAgo: 7, time: '10:30' },
      hearsay: {
        source: 'Marcus Okafor, father',
        text: 'Theo fell at nursery and bumped his head. Nursery said he was well.',
      },
      fact: 'I rang Little Acorns. They hold an accident form: he tripped on the step, had a cold compress and went back to playing.',
    },
    {
      about: 'van',
      caseNumber: RUBY,
      workerId: PRIYA,
      at: { daysAgo: 4, time: '20:40' },
      hearsay: {
        source: 'Sarah Lowe, mother',
        text: 'A van like Marcus’s stood outside for an hour. Sarah has its registration number.',
      },
      fact: 'I rang Sarah at 8:15pm and gave the number to the police. My manager and the duty team know. The police checked: the van belongs to a neighbour’s builder.',
      opinion:
        'Sarah did the right thing. Her fear is real, and the safety plan needs her view of it.',
      action: 'Safety plan meeting on Thursday.',
      significantEvent:
        'Ruby’s mother feared that their address was known. Police found that it was not.',
    },
  ],
};
