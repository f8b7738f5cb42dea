// A folder of people files for one test: a small family, and whatever the test changes about it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** One mother, her two children, their worker and his manager, and one official number. */
export const FAMILY = {
  'workers.csv': [
    'worker_id,name,email,role,team,manager_id,slack_user_id,teams_user_id,valid_from,valid_to',
    'M1,Ann Rowe,ann.rowe@example.gov.uk,manager,North,,,,2024-01-01,',
    'W1,Dev Patel,dev.patel@example.gov.uk,worker,North,M1,U100,,2024-01-01,',
  ],
  'children.csv': [
    'case_number,name,preferred_name,also_known_as,date_of_birth,sex,household,status,opened,closed',
    'C1,Osian Mensah,Ozzy,Little O;Oz,2015-09-11,M,H1,open,2024-04-05,',
    'C2,Nia Mensah,,,2018-02-28,F,H1,open,2024-04-05,',
  ],
  'contacts.csv': [
    'contact_id,name,also_known_as,language,communication_needs',
    'P1,Grace Mensah,,en,prefers short messages',
  ],
  'contact_identifiers.csv': [
    'contact_id,channel,address,verified,valid_from,valid_to',
    'P1,sms,07700 900123,yes,2024-04-05,',
  ],
  'relationships.csv': [
    'contact_id,case_number,relationship,parental_responsibility,contact_permitted,valid_from,valid_to',
    'P1,C1,mother,yes,yes,2024-04-05,',
    'P1,C2,mother,yes,yes,2024-04-05,',
  ],
  'allocations.csv': [
    'worker_id,case_number,role,valid_from,valid_to',
    'W1,C1,lead,2024-04-05,',
    'W1,C2,lead,2024-04-05,',
  ],
  'official_numbers.csv': [
    'address,channel,team,worker_id,label',
    '+447700900001,sms,North,,North team',
  ],
};

/** The family with one file's rows replaced, its header kept. */
export function familyWith(file: keyof typeof FAMILY, ...rows: string[]): Record<string, string[]> {
  return { ...FAMILY, [file]: [FAMILY[file][0] ?? '', ...rows] };
}

/** Writes the files into a folder that is removed when the test ends; returns its path. */
export async function peopleFolder(files: Readonly<Record<string, string[]>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, lines] of Object.entries(files)) {
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  }
  return folder;
}

/** An empty folder that is removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'casethread-files-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
