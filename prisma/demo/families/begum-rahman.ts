// Two sisters and their children share one phone.
import { TEAM_TEXTS, TOM } from '../authority.ts';
import { answer, type Family, justReceived, received, sent } from '../story.ts';

const YUSUF = 'CT-1005';
const AISHA = 'CT-1006';

export const begumRahman: Family = {
  children: [
    {
      caseNumber: YUSUF,
      name: 'Yusuf Begum',
      preferredName: 'Yusuf',
      age: 8,
      birthday: '10-19',
      sex: 'male',
      household: 'H-BEGUM',
      status: 'open',
      workers: [TOM],
    },
    {
      caseNumber: AISHA,
      name: 'Aisha Rahman',
      age: 7,
      birthday: '06-30',
      sex: 'female',
      household: 'H-BEGUM',
      status: 'open',
      workers: [TOM],
    },
  ],
  contacts: [
    {
      contactId: 'P-105',
      name: 'Nadia Begum',
      language: 'Sylheti and English',
      needs: 'Reads English well. Prefers an interpreter for meetings.',
      addresses: [{ channel: 'sms', address: '+447700900931' }],
      linkedTo: [
        { caseNumber: YUSUF, relationship: 'mother', responsibility: true },
        { caseNumber: AISHA, relationship: 'aunt' },
      ],
    },
    {
      contactId: 'P-106',
      name: 'Rukhsana Rahman',
      language: 'Sylheti',
      needs: 'Speaks some English. Her sister reads messages to her.',
      addresses: [{ channel: 'sms', address: '+447700900931' }],
      linkedTo: [
        { caseNumber: AISHA, relationship: 'mother', responsibility: true },
        { caseNumber: YUSUF, relationship: 'aunt' },
      ],
    },
  ],
  threads: [
    {
      channel: 'sms',
      officialNumber: TEAM_TEXTS,
      counterpart: '+447700900931',
      askedBeforeSending: true,
      steps: [
        received(25, '09:04', 'Salaam Tom, Nadia here. Yusuf has his hearing test Tuesday 10.15', {
          key: 'hearing',
        }),
        answer(25, '09:30', TOM, 'hearing', [YUSUF]),
        sent(25, '09:31', TOM, [YUSUF], 'Thank you Nadia. Do you need help getting there?'),
        received(25, '09:50', 'No we are ok my brother will drive us', { key: 'brother' }),
        answer(25, '10:00', TOM, 'brother', [YUSUF]),
        received(21, '13:22', 'He needs hearing aids they said. I did not expect it', {
          key: 'aids',
        }),
        answer(21, '13:45', TOM, 'aids', [YUSUF]),
        sent(
          21,
          '13:47',
          TOM,
          [YUSUF],
          'That must have been a lot to take in. I will ring you at 3 and we can talk it through.',
        ),
        received(15, '18:30', 'This is Rukhsana. Aisha school trip is £12 can you help please', {
          key: 'trip',
        }),
        answer(14, '09:00', TOM, 'trip', [AISHA]),
        sent(
          14,
          '09:02',
          TOM,
          [AISHA],
          'Hello Rukhsana. Yes, I have asked school to take it from our fund. Aisha can go.',
        ),
        received(14, '09:30', 'Thank you so much God bless you', { key: 'thanks' }),
        answer(14, '09:40', TOM, 'thanks', [AISHA]),
        received(7, '16:05', 'Please can you come the landlord says we must leave end of month', {
          key: 'landlord',
        }),
        answer(7, '16:40', TOM, 'landlord', [YUSUF, AISHA]),
        sent(
          7,
          '16:44',
          TOM,
          [YUSUF, AISHA],
          'I am coming tomorrow at 10 with a housing adviser. Please do not sign anything before then.',
        ),
        justReceived(
          52,
          'Tom she is not well again today temperature 39.2 what should we do',
          'temperature',
        ),
      ],
    },
  ],
  contexts: [
    {
      about: 'hearing',
      caseNumber: YUSUF,
      workerId: TOM,
      at: { daysAgo: 25, time: '10:05' },
      fact: 'Hearing test booked for Tuesday 10:15. Nadia’s brother will take them.',
    },
    {
      about: 'aids',
      caseNumber: YUSUF,
      workerId: TOM,
      at: { daysAgo: 21, time: '15:40' },
      hearsay: {
        source: 'Nadia Begum, mother',
        text: 'Audiology recommends hearing aids for Yusuf.',
      },
      fact: 'I rang Nadia at 3pm. We went through the letter together.',
      view: { source: 'Nadia Begum', text: 'She worries that other children will tease him.' },
      action: 'I will ask the teacher of the deaf to visit school before the aids are fitted.',
      significantEvent: 'Yusuf was found to have hearing loss. Hearing aids are recommended.',
    },
    {
      about: 'trip',
      caseNumber: AISHA,
      workerId: TOM,
      at: { daysAgo: 14, time: '09:10' },
      fact: 'The school trip is paid from the team’s fund.',
    },
    {
      about: 'landlord',
      caseNumber: YUSUF,
      workerId: TOM,
      at: { daysAgo: 6, time: '12:15' },
      fact: 'Home visit with a housing adviser. The notice is not valid: it names the wrong address.',
      action: 'The adviser writes to the landlord. I will check on Friday.',
      significantEvent: 'The family was threatened with eviction. The notice was not valid.',
    },
  ],
};
