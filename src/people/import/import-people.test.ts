import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { FAMILY, peopleFolder, temporaryFolder } from '../../../test/support/people-files.ts';
import { importPeople } from './import-people.ts';
import { describeRejection } from './rejection.ts';

let testing: TestDatabase;
beforeAll(async () => {
  testing = await createTestDatabase();
});
afterAll(() => testing.drop());
beforeEach(async () => {
  await testing.database.pool.query(`
    DELETE FROM worker; DELETE FROM child; DELETE FROM contact; DELETE FROM contact_identifier;
    DELETE FROM relationship; DELETE FROM allocation; DELETE FROM official_number;
    DELETE FROM child_name_token`);
});

function run(folder: string, dryRun = false) {
  const clock = () => new Date('2026-03-30T09:00:00Z');
  return importPeople(folder, { database: testing.database, clock, dryRun });
}

async function counts(folder: string, dryRun = false): Promise<Record<string, number[]>> {
  const result = await run(folder, dryRun);
  if (result.outcome !== 'imported' && result.outcome !== 'tried') {
    throw new Error(JSON.stringify(result));
  }
  return Object.fromEntries(
    result.files.map(({ file, added, changed, unchanged }) => [file, [added, changed, unchanged]]),
  );
}

async function rejections(files: Record<string, string[]>): Promise<string[]> {
  const result = await run(await peopleFolder(files));
  return result.outcome === 'rejected' ? result.rejections.map(describeRejection) : [];
}

async function query<Row extends object>(sql: string): Promise<Row[]> {
  return (await testing.database.pool.query<Row>(sql)).rows;
}

/** The family with one file's rows replaced, its header kept. */
function withRows(file: keyof typeof FAMILY, ...rows: string[]): Record<string, string[]> {
  return { ...FAMILY, [file]: [FAMILY[file][0] ?? '', ...rows] };
}

describe('a folder of people', () => {
  test('is imported whole, and a second time nothing changes', async () => {
    const folder = await peopleFolder(FAMILY);

    expect(await counts(folder)).toEqual({
      'workers.csv': [2, 0, 0],
      'children.csv': [2, 0, 0],
      'contacts.csv': [1, 0, 0],
      'contact_identifiers.csv': [1, 0, 0],
      'relationships.csv': [2, 0, 0],
      'allocations.csv': [2, 0, 0],
      'official_numbers.csv': [1, 0, 0],
    });
    expect(Object.values(await counts(folder)).map(([added, changed]) => [added, changed])).toEqual(
      Array(7).fill([0, 0]),
    );
    expect(await query('SELECT also_known_as, sex, closed FROM child ORDER BY 1 DESC')).toEqual([
      { also_known_as: ['Little O', 'Oz'], sex: 'M', closed: null },
      { also_known_as: [], sex: 'F', closed: null },
    ]);
  });

  test('may hold some of the files only, and says which CSV files are none of ours', async () => {
    await run(await peopleFolder(FAMILY));
    const folder = await peopleFolder({
      'children.csv': [
        FAMILY['children.csv'][0] ?? '',
        'C3,Efa Rees,,,2020-01-01,,,open,2025-01-01,',
      ],
      'allocation.csv': ['worker_id'],
    });

    expect(await run(folder)).toMatchObject({
      outcome: 'imported',
      files: [{ file: 'children.csv', added: 1 }],
      unknownFiles: ['allocation.csv'],
    });
    expect(await query('SELECT case_number FROM child ORDER BY 1')).toHaveLength(3);
    expect(await run(await temporaryFolder())).toMatchObject({ outcome: 'nothing-there' });
  });

  test('changes what is there under the same ids and valid_from, and leaves absent rows', async () => {
    await run(await peopleFolder(FAMILY));

    const folder = await peopleFolder(
      withRows(
        'children.csv',
        'C2,Nia Mensah-Jones,,,2018-02-28,F,H1,closed,2024-04-05,2025-06-30',
      ),
    );

    expect((await counts(folder))['children.csv']).toEqual([0, 1, 0]);
    expect(
      await query(`SELECT name, status, closed::text FROM child ORDER BY case_number`),
    ).toEqual([
      { name: 'Osian Mensah', status: 'open', closed: null },
      { name: 'Nia Mensah-Jones', status: 'closed', closed: '2025-06-30' },
    ]);
    expect(
      await query(`SELECT token FROM child_name_token WHERE case_number = 'C2' ORDER BY 1`),
    ).toEqual([{ token: 'jones' }, { token: 'mensah' }, { token: 'nia' }]);
  });

  test('a dry run says what it would do and does nothing', async () => {
    const folder = await peopleFolder(FAMILY);

    expect((await counts(folder, true))['children.csv']).toEqual([2, 0, 0]);
    expect(await query('SELECT FROM child')).toHaveLength(0);
    expect((await counts(folder))['children.csv']).toEqual([2, 0, 0]);
  });

  test('one bad row anywhere and nothing is written', async () => {
    const files = withRows('official_numbers.csv', '12345,sms,North,,North team');

    expect(await rejections(files)).toHaveLength(1);
    expect(await query('SELECT FROM child')).toHaveLength(0);
  });

  test('every import is audited, with counts and without names', async () => {
    await run(await peopleFolder(FAMILY));

    const [event] = await query<{ actor: string; detail: object }>(
      'SELECT actor, action, detail FROM audit_event ORDER BY sequence DESC LIMIT 1',
    );
    expect(event).toMatchObject({
      actor: 'system:import people',
      action: 'import',
      detail: { rows: 11, added: 11, changed: 0 },
    });
    expect(JSON.stringify(event)).not.toContain('Mensah');
  });

  test('every name of a child can be found by its words, a name that a worker added too', async () => {
    await testing.database.pool.query(
      `INSERT INTO child_alias VALUES (gen_random_uuid(), 'C1', 'Bear', 'W1', now())`,
    );

    await run(await peopleFolder(FAMILY));

    const tokens = await query<{ token: string }>(
      `SELECT token FROM child_name_token WHERE case_number = 'C1' ORDER BY 1`,
    );
    expect(tokens.map(({ token }) => token)).toEqual([
      'bear',
      'little',
      'mensah',
      'o',
      'osian',
      'oz',
      'ozzy',
    ]);
  });
});

describe('how a file may be written', () => {
  test('columns in any order, one with a question mark left out, BOM, CRLF, quotes and spaces', async () => {
    const folder = await peopleFolder(FAMILY);
    await writeFile(
      join(folder, 'children.csv'),
      '\uFEFFname,case_number,status,opened,closed,household,date_of_birth,also_known_as,preferred_name\r\n' +
        '"Mensah, ""Little"" Osian",C1,open,2024-04-05,,H1,2015-09-11," Oz ; ;Oz",\r\n\r\n' +
        'Nia Mensah , C2 ,open,2024-04-05,,,2018-02-28,,\r\n',
    );

    expect((await counts(folder))['children.csv']).toEqual([2, 0, 0]);
    expect(await query('SELECT name, also_known_as, household, sex FROM child ORDER BY 1')).toEqual(
      [
        { name: 'Mensah, "Little" Osian', also_known_as: ['Oz'], household: 'H1', sex: null },
        { name: 'Nia Mensah', also_known_as: [], household: null, sex: null },
      ],
    );
  });

  test('a column that is left out does not empty what is kept', async () => {
    await run(await peopleFolder(FAMILY));
    const withoutSex = FAMILY['children.csv'].map((line) =>
      line
        .split(',')
        .filter((_, place) => place !== 5)
        .join(','),
    );

    expect(
      (await counts(await peopleFolder({ 'children.csv': withoutSex })))['children.csv'],
    ).toEqual([0, 0, 2]);
  });

  test.each([
    ['07700 900123', '+447700900123'],
    ['+44 7700 900123', '+447700900123'],
    ['+44 (0)7700-900123', '+447700900123'],
    ['(01632) 960001', '+441632960001'],
    ['+353 20 912 3456', '+353209123456'],
  ])('the number %s is kept as %s', async (written, kept) => {
    await run(
      await peopleFolder(withRows('contact_identifiers.csv', `P1,sms,${written},yes,2024-04-05,`)),
    );

    expect(await query('SELECT address FROM contact_identifier')).toEqual([{ address: kept }]);
  });

  test('addresses that are not phone numbers are kept as they are', async () => {
    const rows = [
      'P1,whatsapp,GB.13491208655302741918,no,2024-04-05,',
      'P1,slack,U0AB,yes,2024-04-05,',
      'P1,teams,6c1f-77,yes,2024-04-05,2024-05-01',
    ];

    expect(
      await counts(await peopleFolder(withRows('contact_identifiers.csv', ...rows))),
    ).toMatchObject({ 'contact_identifiers.csv': [3, 0, 0] });
  });

  test('a shared phone and a number that changed hands are no errors', async () => {
    const files = {
      ...withRows(
        'contact_identifiers.csv',
        'P1,sms,07700 900123,yes,2024-04-05,2025-01-31',
        'P1,sms,07700 900124,yes,2025-02-01,',
        'P2,sms,07700 900123,yes,2025-02-01,',
        'P2,sms,07700 900124,yes,2025-02-01,',
      ),
      'contacts.csv': [...FAMILY['contacts.csv'], 'P2,Kofi Mensah,,,'],
    };

    expect(await rejections(files)).toEqual([]);
  });
});

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
    const files = withRows('contact_identifiers.csv', `P1,sms,${written},yes,2024-04-05,`);
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
    const found = (await rejections(withRows(file, row))).filter((words) => words.startsWith(file));

    expect(found.join('\n')).toMatch(new RegExp(`^${file} line [23]:`));
    expect(found.join('\n')).toContain(expected);
  });

  test('the same key twice in a file, with the line it was on first', async () => {
    const files = withRows(
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

test('twenty thousand children are one import', async () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, n) => `C${n},Child Number${n % 700},,,2015-01-01,,H${n % 9_000},open,2024-01-01,`,
  );
  const folder = await peopleFolder({
    'children.csv': [FAMILY['children.csv'][0] ?? '', ...lines],
  });

  expect((await counts(folder))['children.csv']).toEqual([20_000, 0, 0]);
  expect((await counts(folder))['children.csv']).toEqual([0, 0, 20_000]);
});
