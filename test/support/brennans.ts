// A family to look at: three children, their mother, and the workers around them.
import type { Database } from '../../src/database/client.ts';
import { createRecordStage } from '../../src/record/stage.ts';
import {
  aChild,
  aContact,
  anAllocation,
  aWorker,
  type BuiltMessage,
  OFFICIAL,
  workFor,
} from './records.ts';

export const ALFIE = 'CT-20417';
export const MAISIE = 'CT-20418';
export const STRANGER = 'CT-30001';

/** Alfie and Maisie with Priya Nair, whose manager is Helen Marsh; and a child of another team. */
export async function theBrennans(database: Database): Promise<void> {
  await aWorker(database, 'W-HELEN', { name: 'Helen Marsh', role: 'manager' });
  await aWorker(database, 'W-PRIYA', { name: 'Priya Nair', managerId: 'W-HELEN' });
  await aWorker(database, 'W-TOM', { name: 'Tom Adeyemi', managerId: 'W-HELEN' });
  await aWorker(database, 'W-FAR', { name: 'Joan Whitcombe', role: 'manager', team: 'South' });
  await aWorker(database, 'W-IG', {
    name: 'Ines Okoro',
    role: 'information-governance',
    team: 'IG',
  });
  await aChild(database, ALFIE, {
    name: 'Alfie Brennan',
    alsoKnownAs: ['Alf'],
    born: '2016-05-04',
    lead: 'W-PRIYA',
  });
  await aChild(database, MAISIE, { name: 'Maisie Brennan', born: '2018-09-19', lead: 'W-PRIYA' });
  await anAllocation(database, 'W-TOM', ALFIE, { role: 'co-worker' });
  await aChild(database, STRANGER, { name: 'Noor Haddad', born: '2012-01-30' });
  await anAllocation(database, 'W-FAR', STRANGER);
  await aContact(database, 'P-KELLY', {
    name: 'Kelly Brennan',
    caseNumbers: [ALFIE, MAISIE],
    address: '+447700900142',
  });
  await aContact(database, 'P-MARCUS', {
    name: 'Marcus Cole',
    caseNumbers: [ALFIE],
    relationship: 'father',
    contactPermitted: 'no',
    from: '2026-03-09',
  });
  await database.prisma.officialNumber.create({
    data: {
      address: OFFICIAL,
      channel: 'sms',
      team: 'North',
      workerId: null,
      label: 'North team line',
    },
  });
}

/** Lets the record stage do what the queue would hand it. */
export function recordThem(database: Database, now: Date, ...messages: BuiltMessage[]) {
  const stage = createRecordStage({ clock: () => now, nation: 'england-and-wales' });
  return database.transaction((connection) => stage.process(connection, messages.map(workFor)));
}
