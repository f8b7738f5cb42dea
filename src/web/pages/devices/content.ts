export const content = {
  title: 'Phones',
  intro:
    'Phones that the authority issued, and on whose WhatsApp messages with families are kept. Casethread only reads: it sends nothing and marks nothing as read. Families are told in the privacy notice.',
  off: 'Reading phones is switched off. Nothing on any phone is kept. Your IT team switches it on with WHATSAPP_DEVICE_CAPTURE.',
  empty: 'No phone is registered.',
  register: 'Register a phone',
  registered: (name: string) => `${name} is registered. Nothing on it is kept before it is linked.`,
  refresh: 'Refresh',
  back: 'Phones',
  form: {
    title: 'Register a phone',
    before:
      'Register only phones that the authority issued, and only with an approval. Families who write to it must have been told in the privacy notice.',
    number: 'Phone number',
    numberHint: 'The phone’s own number, for example 07700 900123',
    label: 'Name for the phone',
    labelHint: 'For example, North duty phone',
    team: 'Team that answers for it',
    holder: 'Who holds it',
    shared: 'The team shares it',
    approver: 'Who approved that it is read',
    approverHint: 'A manager or information governance. It cannot be you.',
    approvedOn: 'When it was approved',
    approvedOnHint: 'For example, 12/3/2026',
    dpia: 'Reference of the data protection impact assessment',
    confirm: 'Before you register it',
    issued: 'The authority issued this phone',
    told: 'Whoever holds it knows what is kept, and what is not',
    button: 'Register this phone',
    choose: 'Choose',
  },
  link: {
    title: 'Link',
    explain:
      'Messages with known contacts and in registered groups are kept from the moment of linking. Personal chats are not read.',
    button: 'Link this phone',
    again: 'Show a new code',
    opening: 'A code is being fetched. It takes up to a minute.',
    scan: 'On the phone, open WhatsApp, then Settings, Linked devices, Link a device. Point the camera at this code. It changes every 20 seconds.',
    alt: 'Code to scan with WhatsApp on the phone',
    unlink: 'End the link',
    unlinkHint:
      'Nothing more is kept. What opens the phone’s WhatsApp is removed from this machine.',
    asked: 'Wait for the code, then scan it with the phone.',
    unlinkAsked: 'The link is being ended.',
  },
  groups: {
    title: 'Group chats',
    explain:
      'No group chat is kept unless you register it here. Give its name exactly as the phone shows it. Casethread does not list the groups on the phone.',
    empty: 'No group is registered.',
    name: 'Name of the group',
    reason: 'Why it is casework',
    button: 'Register this group',
    withdraw: 'Stop keeping',
    found: 'Found on the phone. Messages are kept.',
    notFound: 'Not found yet. The phone must be linked, and have one group with exactly this name.',
    registered: (name: string) =>
      `Messages in “${name}” from now on are kept, once the phone is linked and has a group of that name.`,
    withdrawn: 'Messages in this group are no longer kept. What was kept stays.',
  },
  revoke: {
    title: 'End the registration',
    explain: 'The link ends with it. What was kept stays on the record.',
    reason: 'Reason',
    button: 'End the registration',
    done: 'The registration has ended. Nothing more on this phone is kept.',
    gone: 'It had ended before.',
  },
} as const;

/** What a link is doing, in words for people. */
export const STATES = {
  off: { text: 'Switched off', colour: 'grey' },
  ended: { text: 'Registration ended', colour: 'grey' },
  'not-linked': { text: 'Not linked', colour: 'yellow' },
  waiting: { text: 'Waiting to be scanned', colour: 'blue' },
  reading: { text: 'Being read', colour: 'green' },
  connecting: { text: 'Connecting', colour: 'blue' },
  lost: { text: 'Not being read', colour: 'red' },
  ending: { text: 'Link is ending', colour: 'grey' },
} as const;
