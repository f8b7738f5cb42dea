export const content = {
  notFound: {
    title: 'Page not found',
    paragraphs: [
      'If you typed the web address, check it is correct.',
      'If you followed a link, what it led to may have moved. Nothing was lost.',
    ],
  },
  forbidden: {
    title: 'You cannot use this page',
    paragraphs: [
      'This page is for people with another role. That you asked for it has been kept.',
      'If you need it for your work, ask your manager.',
    ],
  },
  staleForm: {
    title: 'This form has expired',
    paragraphs: [
      'Casethread could not check that the form came from its own page. Nothing was saved.',
      'Go back, copy what you wrote, reload the page and send it again.',
    ],
  },
  tooMany: {
    title: 'Too many requests',
    paragraphs: ['Nothing was saved. Wait a minute, go back and try again.'],
  },
  unreadable: {
    title: 'Casethread could not read what was sent',
    paragraphs: [
      'It was too long, or it was cut off on the way. Nothing was saved.',
      'Go back, copy what you wrote, shorten it and send it again.',
    ],
  },
  broken: {
    title: 'There is a problem',
    reading: [
      'Casethread cannot show this page at the moment. Nothing that was kept is lost.',
      'Try again in a minute.',
    ],
    saving: [
      'Casethread cannot save at the moment. Nothing you wrote is lost on this page. Try again in a minute.',
    ],
    tryAgain: 'Try again',
  },
  noPermission: {
    title: 'You cannot see this record',
    why: 'You are not allocated to a child with this case number, or there is no such record.',
    ask: (manager: string | null) =>
      manager === null
        ? 'If you should be allocated, ask your manager.'
        : `If you should be allocated, ask your manager, ${manager}.`,
    dangerTitle: 'If a child may be in danger now',
    danger: (manager: string | null) =>
      manager === null
        ? 'Call your manager or the duty team at once. Do not wait for access.'
        : `Call ${manager} or the duty team at once. Do not wait for access.`,
    audited: 'That you asked for this record has been kept.',
  },
} as const;
