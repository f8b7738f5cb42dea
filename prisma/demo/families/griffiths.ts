// A brother and sister, a mother and a grandmother who write in English and in Welsh.
import { EFA, TEAM_TEXTS, TEAM_WHATSAPP } from '../authority.ts';
import { answer, type Family, justReceived, received, sent } from '../story.ts';

const MALI = 'CT-1001';
const ELIS = 'CT-1002';

export const griffiths: Family = {
  children: [
    {
      caseNumber: MALI,
      name: 'Mali Griffiths',
      alsoKnownAs: ['Mal'],
      age: 9,
      birthday: '03-14',
      sex: 'female',
      household: 'H-GRIFFITHS',
      status: 'open',
      workers: [EFA],
    },
    {
      caseNumber: ELIS,
      name: 'Elis Griffiths',
      age: 6,
      birthday: '08-02',
      sex: 'male',
      household: 'H-GRIFFITHS',
      status: 'open',
      workers: [EFA],
    },
  ],
  contacts: [
    {
      contactId: 'P-101',
      name: 'Lowri Griffiths',
      language: 'Welsh and English',
      addresses: [{ channel: 'sms', address: '+447700900911' }],
      linkedTo: [
        { caseNumber: MALI, relationship: 'mother', responsibility: true },
        { caseNumber: ELIS, relationship: 'mother', responsibility: true },
      ],
    },
    {
      contactId: 'P-102',
      name: 'Mair Griffiths',
      alsoKnownAs: ['Nain'],
      language: 'Welsh',
      needs: 'Welsh is her first language. Large print when posted.',
      addresses: [{ channel: 'whatsapp', address: '+447700900912' }],
      linkedTo: [
        { caseNumber: MALI, relationship: 'grandmother' },
        { caseNumber: ELIS, relationship: 'grandmother' },
      ],
    },
  ],
  threads: [
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900911',
      steps: [
        sent(
          27,
          '10:03',
          EFA,
          [MALI],
          'Hi Lowri, it’s Efa. How did Mali get on with the new breakfast club this week?',
        ),
        received(27, '10:31', 'Hiya Efa. Mali loves it, she is up and dressed before me now 😂', {
          key: 'club',
        }),
        sent(
          27,
          '10:40',
          EFA,
          [MALI],
          'That is lovely to hear. I’ll pass it on to school. See you Thursday at 4.',
        ),
        received(
          23,
          '16:52',
          'Sorry we missed you, bus didnt come. Elis was upset he wanted to show you his reading book',
          { key: 'missed' },
        ),
        sent(
          23,
          '17:05',
          EFA,
          [MALI, ELIS],
          'No problem, thank you for telling me. Can we do Monday at 4 instead?',
        ),
        received(23, '17:09', 'Monday is fine diolch'),
        received(
          19,
          '08:12',
          'Elis was up all night with his chest again, keeping him off school. Doctors at 11',
          { key: 'chest' },
        ),
        sent(
          19,
          '08:30',
          EFA,
          [ELIS],
          'Poor Elis. Thank you for letting me know. Tell me what the doctor says when you can.',
        ),
        received(19, '12:47', 'Its asthma. New inhaler and a spacer, got to go back in 2 weeks', {
          key: 'asthma',
        }),
        received(
          13,
          '18:20',
          'Can the kids see their Nain on Saturday? She has asked and they both want to',
          { key: 'nain' },
        ),
        answer(12, '09:10', EFA, 'nain', [MALI, ELIS]),
        sent(
          12,
          '09:12',
          EFA,
          [MALI, ELIS],
          'Yes, Saturday with Nain is fine for Mali and Elis, as we agreed in the plan. Enjoy it.',
        ),
        received(
          6,
          '15:38',
          'School just rang. Mali has been crying in class and wont say why. She wont tell me either',
          { key: 'crying' },
        ),
        sent(
          6,
          '15:50',
          EFA,
          [MALI],
          'Thank you for telling me straight away. I will ring school now and come by at 5 if that suits you.',
        ),
        received(6, '15:53', 'Yes please come'),
        received(
          2,
          '19:26',
          'Mali was a bit happier today. She had her friend Jake’s party to look forward to',
        ),
        justReceived(
          95,
          'Both of them are off with a bug so we cant make the centre today, sorry Efa',
        ),
      ],
    },
    {
      channel: 'whatsapp',
      officialNumber: TEAM_WHATSAPP,
      counterpart: '+447700900912',
      steps: [
        received(
          10,
          '11:15',
          'Bore da Efa. Cafodd Mali ac Elis ddiwrnod da iawn yma ddydd Sadwrn. Diolch am drefnu.',
          { key: 'bore-da' },
        ),
        answer(10, '13:40', EFA, 'bore-da', [MALI, ELIS]),
        received(10, '11:19', 'Mali drew this for you', { key: 'drawing', picture: 'drawing.png' }),
        received(
          3,
          '20:04',
          'Mae Mali yn dweud nad yw hi eisiau mynd i’r ysgol. Dwi’n poeni amdani.',
          { key: 'poeni' },
        ),
      ],
    },
  ],
  contexts: [
    {
      about: 'club',
      caseNumber: MALI,
      workerId: EFA,
      at: { daysAgo: 27, time: '15:20' },
      fact: 'Lowri says Mali enjoys breakfast club and gets herself ready in the morning.',
      action: 'I will tell Mali’s class teacher that breakfast club is working.',
    },
    {
      about: 'chest',
      caseNumber: ELIS,
      workerId: EFA,
      at: { daysAgo: 19, time: '09:45' },
      fact: 'Elis stayed at home after a night of coughing. Lowri has a doctor’s appointment at 11.',
      opinion: 'Lowri acted promptly.',
    },
    {
      about: 'asthma',
      caseNumber: ELIS,
      workerId: EFA,
      at: { daysAgo: 19, time: '15:10' },
      hearsay: {
        source: 'Lowri Griffiths, mother',
        text: 'The doctor diagnosed asthma and prescribed an inhaler and a spacer. Review in two weeks.',
      },
      action: 'I will ask the school nurse for a care plan, so that Elis has an inhaler at school.',
      significantEvent: 'Elis was diagnosed with asthma and given an inhaler. A review was booked.',
    },
    {
      about: 'nain',
      caseNumber: MALI,
      workerId: EFA,
      at: { daysAgo: 12, time: '09:20' },
      fact: 'I confirmed Saturday’s visit to Mair, as agreed in the plan.',
      view: { source: 'Mali, through her mother', text: 'Mali wants to see her Nain.' },
    },
    {
      about: 'crying',
      caseNumber: MALI,
      workerId: EFA,
      at: { daysAgo: 5, time: '10:05' },
      fact: 'I visited at 5pm and spoke with Mali alone for twenty minutes. She talked about falling out with two girls in her class.',
      view: { source: 'Mali', text: '“I don’t want to sit with them any more.”' },
      opinion:
        'Mali was tearful but talked freely. I saw no sign that she was afraid of anyone at home.',
      action: 'School will move her seat. I will see Mali again next week.',
      significantEvent:
        'Mali was distressed in school after falling out with friends. School and family have a plan.',
    },
  ],
  overdue: ['poeni'],
};
