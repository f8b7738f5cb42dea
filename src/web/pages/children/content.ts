export const content = {
  title: 'Children',
  search: 'Name or case number',
  find: 'Search',
  clear: 'Show all my children',
  none: 'No children are allocated to you. If that is wrong, ask your manager.',
  notFound: (sought: string) => `No child you can see is known as “${sought}”.`,
  notFoundHint: 'Check the spelling, or search by case number.',
  more: 'Show more children',
} as const;

/** What stands beside a child whose record is not simply open. */
export const STATUS_TAGS: Readonly<Record<string, string>> = {
  closed: 'Closed',
  restricted: 'Restricted',
  adopted: 'Adopted',
};
