import { plural } from '../../../format/words.ts';

export const content = {
  title: 'Opening messages',
  intro:
    'WhatsApp lets a worker write freely only for 24 hours after a family last wrote. After that it lets through only words that it has approved. Enter them here exactly as they were approved.',
  inForce: 'Agreed opening messages',
  nothing:
    'No opening message has been agreed yet. Outside the 24 hours workers can only text or call.',
  add: 'Agree an opening message',
  contentSid: 'Content SID',
  contentSidHint: 'From Twilio’s console, Content Template Builder. It begins with HX.',
  name: 'Name that workers know it by',
  language: 'Language',
  languageHint: 'For example, English or Polish, as in a contact’s record',
  body: 'Words',
  bodyHint: 'Exactly as approved, with {{1}} where a variable goes',
  labels: 'What each variable is',
  labelsHint: 'One line each, in the order of the words. For example, Their first name',
  button: 'Agree this message',
  withdraw: 'Withdraw',
  variables: (count: number) => plural(count, 'variable', 'variables'),
  agreed: (name: string) => `“${name}” can be sent from now on.`,
  withdrawn: 'It is offered to nobody from now on. What was sent stays on the record.',
  gone: 'It was withdrawn before.',
} as const;
