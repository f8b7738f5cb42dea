/** Roles as workers.csv names them (contracts section 4). */
export const ROLES = [
  'worker',
  'manager',
  'information-governance',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** The signed-in person, as they are today. */
export type Viewer = {
  workerId: string;
  name: string;
  role: Role;
  team: string;
  managerId: string | null;
};
