// The files of an import and what a row of each may hold (contracts section 4).
import { z } from 'zod';
import { ROLES } from '../../access/viewer.ts';
import { readAddress } from './address.ts';
import {
  day,
  email,
  id,
  names,
  oneOf,
  optionalDay,
  optionalId,
  optionalText,
  text,
  yesOrNo,
} from './cells.ts';

/** The channels on which people have an address of their own. */
const CHANNELS = ['sms', 'whatsapp', 'slack', 'teams'] as const;

type Range = { valid_from: string; valid_to: string | null };

function endsAfterItBegins(row: Range, context: z.RefinementCtx): void {
  if (row.valid_to === null || row.valid_to >= row.valid_from) return;
  context.addIssue({ code: 'custom', path: ['valid_to'], message: 'is before valid_from' });
}

function withNormalAddress<Row extends { channel: string; address: string }>(
  row: Row,
  context: z.RefinementCtx,
): Row {
  const reading = readAddress(row.channel, row.address);
  if (reading.ok) return { ...row, address: reading.value };
  context.addIssue({ code: 'custom', path: ['address'], message: reading.reason });
  return z.NEVER;
}

const range = { valid_from: day, valid_to: optionalDay };

const workers = z
  .object({
    worker_id: id,
    name: text,
    email,
    role: oneOf(ROLES),
    team: text,
    manager_id: optionalId,
    slack_user_id: optionalId,
    teams_user_id: optionalId,
    ...range,
  })
  .superRefine(endsAfterItBegins);

const children = z
  .object({
    case_number: id,
    name: text,
    preferred_name: optionalText,
    also_known_as: names,
    date_of_birth: day,
    sex: optionalText.optional(),
    household: optionalText,
    status: oneOf(['open', 'closed', 'restricted', 'adopted']),
    opened: day,
    closed: optionalDay,
  })
  .superRefine((row, context) => {
    if (row.closed === null || row.closed >= row.opened) return;
    context.addIssue({ code: 'custom', path: ['closed'], message: 'is before opened' });
  });

const contacts = z.object({
  contact_id: id,
  name: text,
  also_known_as: names,
  language: optionalText,
  communication_needs: optionalText,
});

const contactIdentifiers = z
  .object({
    contact_id: id,
    channel: oneOf(CHANNELS),
    address: text,
    verified: yesOrNo,
    ...range,
  })
  .superRefine(endsAfterItBegins)
  .transform(withNormalAddress);

const relationships = z
  .object({
    contact_id: id,
    case_number: id,
    relationship: text,
    parental_responsibility: yesOrNo,
    contact_permitted: oneOf(['yes', 'supervised', 'no']),
    ...range,
  })
  .superRefine(endsAfterItBegins);

const allocations = z
  .object({ worker_id: id, case_number: id, role: oneOf(['lead', 'co-worker', 'duty']), ...range })
  .superRefine(endsAfterItBegins);

const officialNumbers = z
  .object({
    address: text,
    channel: oneOf(CHANNELS),
    team: text,
    worker_id: optionalId,
    label: text,
  })
  .transform(withNormalAddress);

/** The tables that ids in other files refer to. */
export type Registry = 'worker' | 'child' | 'contact';

/** A row that was accepted: columns as the table has them; without those its file left out. */
export type PersonRow = Readonly<Record<string, string | boolean | string[] | null | undefined>>;

export type PeopleFile = {
  name: string;
  table: string;
  schema: z.ZodType<PersonRow>;
  columns: { required: readonly string[]; optional: readonly string[] };
  /** With what a row is found again. */
  key: readonly string[];
  /** The registry whose ids this file lists, and the column they are in. */
  lists?: { registry: Registry; column: string };
  /** Columns that must name somebody of a registry. */
  refersTo: Readonly<Record<string, Registry>>;
};

type Shape = { shape: Record<string, unknown> };

function columnsOf(schema: Shape, optional: readonly string[] = []): PeopleFile['columns'] {
  return {
    required: Object.keys(schema.shape).filter((name) => !optional.includes(name)),
    optional,
  };
}

/** In the order in which they are written. */
export const PEOPLE_FILES: readonly PeopleFile[] = [
  {
    name: 'workers.csv',
    table: 'worker',
    schema: workers,
    columns: columnsOf(workers),
    key: ['worker_id', 'valid_from'],
    lists: { registry: 'worker', column: 'worker_id' },
    refersTo: { manager_id: 'worker' },
  },
  {
    name: 'children.csv',
    table: 'child',
    schema: children,
    columns: columnsOf(children, ['sex']),
    key: ['case_number'],
    lists: { registry: 'child', column: 'case_number' },
    refersTo: {},
  },
  {
    name: 'contacts.csv',
    table: 'contact',
    schema: contacts,
    columns: columnsOf(contacts),
    key: ['contact_id'],
    lists: { registry: 'contact', column: 'contact_id' },
    refersTo: {},
  },
  {
    name: 'contact_identifiers.csv',
    table: 'contact_identifier',
    schema: contactIdentifiers,
    columns: columnsOf(contactIdentifiers.in),
    key: ['contact_id', 'channel', 'address', 'valid_from'],
    refersTo: { contact_id: 'contact' },
  },
  {
    name: 'relationships.csv',
    table: 'relationship',
    schema: relationships,
    columns: columnsOf(relationships),
    key: ['contact_id', 'case_number', 'valid_from'],
    refersTo: { contact_id: 'contact', case_number: 'child' },
  },
  {
    name: 'allocations.csv',
    table: 'allocation',
    schema: allocations,
    columns: columnsOf(allocations),
    key: ['worker_id', 'case_number', 'valid_from'],
    refersTo: { worker_id: 'worker', case_number: 'child' },
  },
  {
    name: 'official_numbers.csv',
    table: 'official_number',
    schema: officialNumbers,
    columns: columnsOf(officialNumbers.in),
    key: ['address', 'channel'],
    refersTo: { worker_id: 'worker' },
  },
];
