// The people whom journeys walk with: four families, two teams, and everybody who may look.
import { FAMILY } from './people-files.ts';

const header = (file: keyof typeof FAMILY) => FAMILY[file][0] ?? '';

export const TEXTS = '+447700900001';
export const WHATSAPP = '+447700900002';
export const SOUTH_TEXTS = '+447700900003';

/** A phone of a family: whose, and its number. */
export type Owner = { name: string; address: string };

/** Mother of Harri alone. */
export const MEGAN: Owner = { name: 'Megan Lloyd', address: '+447700900121' };
/** Harri's father: contact is not permitted. */
export const GARETH: Owner = { name: 'Gareth Lloyd', address: '+447700900122' };
/** Harri's aunt: nobody has checked that the number is hers. */
export const BETHAN: Owner = { name: 'Bethan Lloyd', address: '+447700900123' };
/** Mother of Kwame, Osian and Nia. */
export const GRACE: Owner = { name: 'Grace Mensah', address: '+447700900131' };
/** A foster carer of Tomos alone. */
export const AILSA: Owner = { name: 'Ailsa Reid', address: '+447700900141' };
/** Father of Zara and Sami. */
export const IDRIS: Owner = { name: 'Idris Khan', address: '+447700900151' };
/** Nobody's number. The simulator takes it for a phone that nobody knows. */
export const STRANGER: Owner = { name: 'Unknown number', address: '+447700900999' };

export const JOURNEY_PEOPLE: Readonly<Record<string, string[]>> = {
  'workers.csv': [
    header('workers.csv'),
    'M1,Ann Rowe,ann.rowe@example.gov.uk,manager,North,,,,2024-01-01,',
    'M2,Owen Hart,owen.hart@example.gov.uk,manager,South,,,,2024-01-01,',
    'W1,Dev Patel,dev.patel@example.gov.uk,worker,North,M1,,,2024-01-01,',
    'W2,Sian Cole,sian.cole@example.gov.uk,worker,South,M2,,,2024-01-01,',
    'G1,Kofi Boateng,kofi.boateng@example.gov.uk,information-governance,Records,,,,2024-01-01,',
  ],
  'children.csv': [
    header('children.csv'),
    'C1,Kwame Mensah,,,2012-05-20,M,H1,open,2024-04-05,',
    'C2,Osian Mensah,,,2015-09-11,M,H1,open,2024-04-05,',
    'C3,Nia Mensah,,,2018-02-28,F,H1,open,2024-04-05,',
    'C4,Harri Lloyd,,,2014-11-02,M,H2,open,2024-04-05,',
    'C5,Tomos Reid,,,2016-07-30,M,H3,open,2024-04-05,',
    'C6,Zara Khan,,,2013-01-17,F,H4,open,2024-04-05,',
    'C7,Sami Khan,,,2017-10-08,M,H4,open,2024-04-05,',
  ],
  'contacts.csv': [
    header('contacts.csv'),
    'P1,Grace Mensah,,English,',
    'P2,Megan Lloyd,,English,Short messages',
    'P3,Gareth Lloyd,,English,',
    'P4,Bethan Lloyd,,English,',
    'P5,Ailsa Reid,,English,',
    'P6,Idris Khan,,English,',
  ],
  'contact_identifiers.csv': [
    header('contact_identifiers.csv'),
    `P1,sms,${GRACE.address},yes,2024-04-05,`,
    `P2,sms,${MEGAN.address},yes,2024-04-05,`,
    `P2,whatsapp,${MEGAN.address},yes,2024-04-05,`,
    `P3,sms,${GARETH.address},yes,2024-04-05,`,
    `P4,sms,${BETHAN.address},no,2024-04-05,`,
    `P5,sms,${AILSA.address},yes,2024-04-05,`,
    `P6,sms,${IDRIS.address},yes,2024-04-05,`,
  ],
  'relationships.csv': [
    header('relationships.csv'),
    'P1,C1,mother,yes,yes,2024-04-05,',
    'P1,C2,mother,yes,yes,2024-04-05,',
    'P1,C3,mother,yes,yes,2024-04-05,',
    'P2,C4,mother,yes,yes,2024-04-05,',
    'P3,C4,father,no,no,2024-04-05,',
    'P4,C4,aunt,no,yes,2024-04-05,',
    'P5,C5,foster carer,no,yes,2024-04-05,',
    'P6,C6,father,yes,yes,2024-04-05,',
    'P6,C7,father,yes,yes,2024-04-05,',
  ],
  'allocations.csv': [
    header('allocations.csv'),
    ...['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'].map((child) => `W1,${child},lead,2024-04-05,`),
  ],
  'official_numbers.csv': [
    header('official_numbers.csv'),
    `${TEXTS},sms,North,,North team texts`,
    `${WHATSAPP},whatsapp,North,,North team WhatsApp`,
    `${SOUTH_TEXTS},sms,South,,South team texts`,
  ],
};
