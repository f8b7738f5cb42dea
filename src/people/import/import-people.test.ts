import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import {
  FAMILY,
  familyWith,
  peopleFolder,
  temporaryFolder,
} from '../../../test/support/people-files.ts';
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
      familyWith(
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
    const files = familyWith('official_numbers.csv', '12345,sms,North,,North team');

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
      await peopleFolder(
        familyWith('contact_identifiers.csv', `P1,sms,${written},yes,2024-04-05,`),
      ),
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
      await counts(await peopleFolder(familyWith('contact_identifiers.csv', ...rows))),
    ).toMatchObject({ 'contact_identifiers.csv': [3, 0, 0] });
  });

  test('a shared phone and a number that changed hands are no errors', async () => {
    const files = {
      ...familyWith(
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
