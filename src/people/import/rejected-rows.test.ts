import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { FAMILY, familyWith, peopleFolder } from '../../../test/support/people-files.ts';
import { importPeople } from './import-people.ts';
import { describeRejection } from './rejection.ts';

let testing: TestDatabase;
beforeEach(async () => {
  testing = await testDatabase();
});

function run(folder: string) {
  const clock = () => new Date('2026-03-30T09:00:00Z');
  return importPeople(folder, { database: testing.database, clock, dryRun: false });
}

async function rejections(files: Record<string, string[]>): Promise<string[]> {
  const result = await run(await peopleFolder(files));
  return result.outcome === 'rejected' ? result.rejections.map(describeRejection) : [];
}

describe('a rejected row is named by file, line, column, value and reason', () => {
  test.each([
    ['12345', 'has too few or too many digits for a phone number'],
    ['07700 90012', 'has too few or too many digits for a phone number'],
    ['7700900123', 'is not a phone number'],
    ['447700900123', 'is not a phone number'],
    ['00447700900123', 'is not a phone number'],
    ['07700 900123 ext 5', 'is not a phone number'],
    ['Grace', 'is not a phone number'],
    ['GB.123', 'is not a phone number'],
  ])('the number %s', async (written, reason) => {
    const files = familyWith('contact_identifiers.csv', `P1,sms,${written},yes,2024-04-05,`);
    const shown = written === '12345' ? 'is not a phone number' : reason;

    expect(await rejections(files)).toEqual([
      expect.stringContaining(`contact_identifiers.csv line 2: address "${written}" ${shown}`),
    ]);
  });

  test.each([
    [
      'workers.csv',
      'W1,Dev Patel,dev.patel,worker,North,M1,,,2024-01-01,',
      'email "dev.patel" is not an email address',
    ],
    [
      'workers.csv',
      'W1,Dev Patel,d@example.gov.uk,boss,North,,,,2024-01-01,',
      'role "boss" is not one of: worker, manager',
    ],
    [
      'workers.csv',
      'W1,Dev Patel,d@example.gov.uk,worker,North,M9,,,2024-01-01,',
      'manager_id "M9" is not the id of a worker, here or in the database',
    ],
    [
      'workers.csv',
      'W 1,Dev Patel,d@example.gov.uk,worker,North,,,,2024-01-01,',
      'worker_id "W 1" is an id, and holds a space',
    ],
    ['children.csv', 'C1,,,,2015-09-11,,,open,2024-04-05,', 'name is empty, and must not be'],
    [
      'children.csv',
      'C1,Osian Mensah,,,11/09/2015,,,open,2024-04-05,',
      'date_of_birth "11/09/2015" is not a date such as 2026-03-31',
    ],
    [
      'children.csv',
      'C1,Osian Mensah,,,2015-02-29,,,open,2024-04-05,',
      'date_of_birth "2015-02-29" is not a date such as 2026-03-31',
    ],
    [
      'children.csv',
      'C1,Osian Mensah,,,2015-09-11,,,closed,2024-04-05,2024-04-04',
      'closed "2024-04-04" is before opened',
    ],
    [
      'relationships.csv',
      'P1,C9,mother,yes,yes,2024-04-05,',
      'case_number "C9" is not the id of a child, here or in the database',
    ],
    [
      'relationships.csv',
      'P1,C1,mother,maybe,yes,2024-04-05,',
      'parental_responsibility "maybe" is neither yes nor no',
    ],
    ['relationships.csv', 'P1,C1,mother,yes,yes,,', 'valid_from is empty, and must not be'],
    [
      'allocations.csv',
      'W9,C1,lead,2024-04-05,',
      'worker_id "W9" is not the id of a worker, here or in the database',
    ],
    [
      'allocations.csv',
      'W1,C1,lead,2024-04-05,2024-04-04',
      'valid_to "2024-04-04" is before valid_from',
    ],
    ['allocations.csv', 'W1,C1,lead,2024-04-05', ' has 4 cells, and the header has 5'],
    ['contacts.csv', 'P1,"Grace,,,', 'cannot be read: Quote Not Closed'],
    ['contacts.csv', 'P1,Gr\uFFFDce Mensah,,,', 'is not UTF-8'],
  ] as const)('%s: %s', async (file, row, expected) => {
    const found = (await rejections(familyWith(file, row))).filter((words) =>
      words.startsWith(file),
    );

    expect(found.join('\n')).toMatch(new RegExp(`^${file} line [23]:`));
    expect(found.join('\n')).toContain(expected);
  });

  test('an empty id once, as empty', async () => {
    const found = await rejections(familyWith('allocations.csv', ',C1,lead,2024-04-05,'));

    expect(found).toEqual(['allocations.csv line 2: worker_id is empty, and must not be']);
  });

  test('the same key twice in a file, with the line it was on first', async () => {
    const files = familyWith(
      'allocations.csv',
      'W1,C1,lead,2024-04-05,',
      'W1,C2,lead,2024-04-05,',
      'W1,C1,duty,2024-04-05,',
    );

    expect(await rejections(files)).toEqual([
      'allocations.csv line 4: worker_id, case_number, valid_from "W1, C1, 2024-04-05" is on line 2 already',
    ]);
  });

  test('a header with a missing, an unknown and a repeated column', async () => {
    const files = {
      'allocations.csv': [
        'worker_id,case_no,role,valid_from,valid_to,role',
        'W1,C1,lead,2024-04-05,,lead',
      ],
    };

    expect(await rejections(files)).toEqual([
      'allocations.csv line 1: case_number is missing from the header row',
      expect.stringContaining('allocations.csv line 1: case_no is not a column of this file'),
      'allocations.csv line 1: role is there twice',
    ]);
  });

  test('a file without a header', async () => {
    expect(await rejections({ 'contacts.csv': [] })).toEqual([
      'contacts.csv line 1: has no header row',
    ]);
  });

  test('the right line after a cell with line breaks in it', async () => {
    const folder = await peopleFolder(FAMILY);
    await writeFile(
      join(folder, 'contacts.csv'),
      'contact_id,name,also_known_as,language,communication_needs\r\nP1,Grace Mensah,,en,"short\r\nmessages\r\nplease"\r\nP 2,Kofi,,,\r\n',
    );

    const result = await run(folder);

    expect(result).toMatchObject({ outcome: 'rejected', rejections: [{ line: 5 }] });
  });

  test('a reference to somebody imported earlier is fine', async () => {
    await run(await peopleFolder(FAMILY));

    expect(await rejections({ 'allocations.csv': FAMILY['allocations.csv'] })).toEqual([]);
  });
});
