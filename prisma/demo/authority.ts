// The fictitious authority: its people and its own numbers (Ofcom's drama range).
export const PRIYA = 'W101';
export const TOM = 'W102';
export const EFA = 'W103';
export const GRACE = 'M201';
export const NERYS = 'M301';

export const TEAM = 'Family Support North';
export const LEAVING_CARE = 'Leaving Care';

/** Who has the duty phone at night; the simulator shows what it gets. */
export const DUTY_TEAM = 'Emergency Duty Team';
export const DUTY_PHONE = '+447700900990';

export const TEAM_TEXTS = '+447700900900';
export const TEAM_WHATSAPP = '+447700900901';
export const LEAVING_CARE_WHATSAPP = '+447700900902';

export type Colleague = {
  workerId: string;
  name: string;
  role: 'worker' | 'manager' | 'information-governance' | 'administrator' | 'auditor';
  team: string;
  managerId?: string;
  /** Said at start, for whoever tries the demonstration. */
  sees: string;
};

export const COLLEAGUES: readonly Colleague[] = [
  {
    workerId: GRACE,
    name: 'Grace Whitcombe',
    role: 'manager',
    team: TEAM,
    managerId: NERYS,
    sees: 'team manager: everything her three workers hold, and messages from unknown numbers',
  },
  {
    workerId: NERYS,
    name: 'Nerys Parry',
    role: 'manager',
    team: 'Children’s Services',
    sees: 'service manager: what Grace Whitcombe did not acknowledge, and what Grace wrote herself',
  },
  {
    workerId: PRIYA,
    name: 'Priya Nair',
    role: 'worker',
    team: TEAM,
    managerId: GRACE,
    sees: 'social worker: two households of one girl, and a restricted record',
  },
  {
    workerId: TOM,
    name: 'Tom Beckett',
    role: 'worker',
    team: TEAM,
    managerId: GRACE,
    sees: 'social worker: a phone that two sisters share, and a number that changed hands',
  },
  {
    workerId: EFA,
    name: 'Efa Morgan',
    role: 'worker',
    team: LEAVING_CARE,
    managerId: GRACE,
    sees: 'social worker and personal adviser: a brother and sister, and a care leaver',
  },
  {
    workerId: 'G301',
    name: 'Daniel Osei',
    role: 'information-governance',
    team: 'Information Governance',
    sees: 'information-governance officer: reads records that are not restricted, and the audit',
  },
  {
    workerId: 'A401',
    name: 'Ruth Pemberton',
    role: 'administrator',
    team: 'Digital',
    sees: 'administrator: alarms and settings, no content',
  },
  {
    workerId: 'A501',
    name: 'Colin Hargreaves',
    role: 'auditor',
    team: 'Internal Audit',
    sees: 'auditor: who looked at what, no content',
  },
];

export const OFFICIAL_NUMBERS = [
  {
    address: TEAM_TEXTS,
    channel: 'sms',
    team: TEAM,
    workerId: '',
    label: 'Family Support North texts',
  },
  {
    address: TEAM_WHATSAPP,
    channel: 'whatsapp',
    team: TEAM,
    workerId: '',
    label: 'Family Support North WhatsApp',
  },
  {
    address: LEAVING_CARE_WHATSAPP,
    channel: 'whatsapp',
    team: LEAVING_CARE,
    workerId: EFA,
    label: 'Leaving Care WhatsApp (Efa Morgan)',
  },
] as const;
