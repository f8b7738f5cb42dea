// Name, date of birth, case number and who holds parental responsibility head every page of a
// child's record (Coventry Recording Policy 4.3c).
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';

export type RelatedPerson = { name: string; relationship: string };

export type ChildHead = {
  caseNumber: string;
  name: string;
  preferredName: string | null;
  /** A day: midnight UTC. */
  dateOfBirth: Date;
  alsoKnownAs: readonly string[];
  status: 'open' | 'closed' | 'restricted' | 'adopted';
  closed: Date | null;
  household: string | null;
  /** In force on the day asked about. */
  parentalResponsibility: readonly RelatedPerson[];
  contactNotPermitted: readonly (RelatedPerson & { since: Date })[];
};

const statusSchema = z.enum(['open', 'closed', 'restricted', 'adopted']);
const RELATED = `FROM relationship r JOIN contact p ON p.contact_id = r.contact_id
  WHERE r.case_number = c.case_number AND r.valid_from <= $2
    AND (r.valid_to IS NULL OR r.valid_to >= $2)`;

/** The head of a child's record as of a day (2026-03-12); null when there is no such child. */
export async function readChildHead(
  connection: Queryable,
  caseNumber: string,
  today: string,
): Promise<ChildHead | null> {
  const { rows } = await connection.query(
    `SELECT c.case_number AS "caseNumber", c.name, c.preferred_name AS "preferredName",
       c.date_of_birth::text AS "dateOfBirth",
       c.also_known_as || ARRAY(SELECT a.name FROM child_alias a
         WHERE a.case_number = c.case_number ORDER BY a.recorded_at) AS "alsoKnownAs",
       c.status, c.closed::text, c.household,
       (SELECT coalesce(json_agg(json_build_object('name', p.name, 'relationship', r.relationship)
          ORDER BY p.name), '[]') ${RELATED} AND r.parental_responsibility) AS pr,
       (SELECT coalesce(json_agg(json_build_object('name', p.name, 'relationship', r.relationship,
          'since', r.valid_from) ORDER BY p.name), '[]')
        ${RELATED} AND r.contact_permitted = 'no') AS "notPermitted"
     FROM child c WHERE c.case_number = $1`,
    [caseNumber, today],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { pr, notPermitted, closed, status, dateOfBirth, alsoKnownAs, ...rest } = row;
  return {
    ...rest,
    status: statusSchema.parse(status),
    dateOfBirth: day(dateOfBirth),
    closed: closed === null ? null : day(closed),
    alsoKnownAs: [...new Set<string>(alsoKnownAs)],
    parentalResponsibility: pr,
    contactNotPermitted: z
      .array(z.object({ name: z.string(), relationship: z.string(), since: z.string() }))
      .parse(notPermitted)
      .map((person) => ({ ...person, since: day(person.since) })),
  };
}

const day = (text: string) => new Date(`${text}T00:00:00Z`);

/** What a worker would call the child. */
export function firstName({ name, preferredName }: { name: string; preferredName: string | null }) {
  return preferredName ?? name.split(' ')[0] ?? name;
}
