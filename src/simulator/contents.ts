// Content that the pretend provider knows as approved: the demonstration's agreed opening messages.

export type SimulatedContent = {
  contentSid: string;
  name: string;
  language: string;
  /** With {{1}} where a variable goes. */
  body: string;
  variables: readonly { key: string; label: string }[];
};

export const SIMULATED_CONTENTS: readonly SimulatedContent[] = [
  {
    contentSid: 'HXde300000000000000000000000000001',
    name: 'Could you call us',
    language: 'English',
    body: 'Hello {{1}}, this is {{2}} from Family Support North. Could you call us or write back when you have a moment?',
    variables: [
      { key: '1', label: 'Their first name' },
      { key: '2', label: 'Your first name' },
    ],
  },
  {
    contentSid: 'HXde300000000000000000000000000002',
    name: 'About a visit',
    language: 'English',
    body: 'Hello {{1}}, this is {{2}} from Family Support North. I would like to talk about our visit on {{3}}. Could you write back to say when suits you?',
    variables: [
      { key: '1', label: 'Their first name' },
      { key: '2', label: 'Your first name' },
      { key: '3', label: 'Day of the visit' },
    ],
  },
];
