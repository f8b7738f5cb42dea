// Plans that must be made or looked at again: asked of the child's lead worker, and in supervision.
import type { Queryable } from '../database/client.ts';
import {
  FAMILY_CHANNELS,
  type PlanChannel,
  REGULAR_EXCHANGES,
  regularSince,
  reviewsAskedUntil,
} from './plan.ts';

/** A worker on a day: 2026-03-12 in Europe/London. */
export type PlanWorkOf = { workerId: string; today: string; now: Date };

export type PlanToReview = {
  agreementId: string;
  contactId: string;
  contactName: string;
  /** Children whose plans are one agreement and due on one day, oldest first. */
  caseNumbers: string[];
  childNames: string[];
  reviewOn: string;
  channels: PlanChannel[];
  hoursFrom: string | null;
  hoursTo: string | null;
  days: number[];
  risks: string;
};

export type PlanToMake = {
  contactId: string;
  contactName: string;
  relationship: string;
  caseNumber: string;
  childName: string;
};

const inForce = (row: string) =>
  `${row}.valid_from <= $2::date AND (${row}.valid_to IS NULL OR ${row}.valid_to >= $2::date)`;

/** The worker's own children today. */
const LED = `allocation a JOIN child c ON c.case_number = a.case_number
  AND c.status IN ('open', 'restricted')`;
const LEADS = `a.worker_id = $1 AND a.role = 'lead' AND ${inForce('a')}`;

/** The newest version with a contact (row k) about a child (row a). */
const NEWEST = (contact: string) => `LATERAL (SELECT * FROM contact_plan p
  WHERE p.case_number = a.case_number AND p.contact_id = ${contact}
  ORDER BY p.sequence DESC LIMIT 1) plan`;

const DUE = `FROM ${LED}
  CROSS JOIN LATERAL (SELECT DISTINCT contact_id FROM contact_plan
    WHERE case_number = a.case_number) had
  CROSS JOIN ${NEWEST('had.contact_id')}
  WHERE ${LEADS} AND plan.ended_reason IS NULL AND plan.review_on <= $3::date`;

const MISSING = `FROM ${LED}
  JOIN relationship r ON r.case_number = a.case_number AND ${inForce('r')}
    AND r.contact_permitted <> 'no'
  LEFT JOIN ${NEWEST('r.contact_id')} ON true
  WHERE ${LEADS} AND (plan.id IS NULL OR plan.ended_reason IS NOT NULL)
    AND EXISTS (SELECT FROM contact_recording x
      WHERE x.case_number = a.case_number AND x.contact_id = r.contact_id
        AND x.occurred_from >= greatest($3::timestamptz, plan.made_at)
        AND x.state IN ('awaiting-context', 'complete') AND x.channel = ANY($4)
      OFFSET ${REGULAR_EXCHANGES - 1})`;

/** Plans whose review is due within two weeks or overdue, the longest due first. */
export async function listPlansToReview(
  connection: Queryable,
  { workerId, today }: PlanWorkOf,
): Promise<PlanToReview[]> {
  const { rows } = await connection.query<PlanToReview>(
    `SELECT plan.agreement_id AS "agreementId", plan.contact_id AS "contactId", coalesce(k.name, plan.contact_id) AS "contactName",
       array_agg(c.case_number ORDER BY c.date_of_birth, c.case_number) AS "caseNumbers",
       array_agg(c.name ORDER BY c.date_of_birth, c.case_number) AS "childNames",
       plan.review_on::text AS "reviewOn", min(plan.channels) AS channels,
       min(plan.hours_from) AS "hoursFrom", min(plan.hours_to) AS "hoursTo",
       min(plan.days) AS days, min(plan.risks) AS risks
     FROM (SELECT plan.*, c.date_of_birth, c.name AS child_name ${DUE}) plan
     JOIN child c ON c.case_number = plan.case_number
     LEFT JOIN contact k ON k.contact_id = plan.contact_id
     GROUP BY plan.contact_id, k.name, plan.agreement_id, plan.review_on
     ORDER BY plan.review_on, k.name`,
    [workerId, today, reviewsAskedUntil(today)],
  );
  return rows;
}

/** Contacts in regular contact about one of the worker's children without a plan, by name. */
export async function listPlansToMake(
  connection: Queryable,
  { workerId, today, now }: PlanWorkOf,
): Promise<PlanToMake[]> {
  const { rows } = await connection.query<PlanToMake>(
    `SELECT r.contact_id AS "contactId", k.name AS "contactName", r.relationship,
       c.case_number AS "caseNumber", c.name AS "childName"
     FROM (SELECT DISTINCT ON (r.contact_id, a.case_number) r.contact_id, r.relationship,
         a.case_number ${MISSING}
       ORDER BY r.contact_id, a.case_number, r.valid_from DESC) r
     JOIN contact k ON k.contact_id = r.contact_id JOIN child c ON c.case_number = r.case_number
     ORDER BY k.name, r.contact_id, c.date_of_birth, c.case_number`,
    [workerId, today, regularSince(now), FAMILY_CHANNELS],
  );
  return rows;
}

/** How many things the two lists hold: an agreement, and a contact without a plan, count once. */
export async function countPlanWork(
  connection: Queryable,
  { workerId, today, now }: PlanWorkOf,
): Promise<{ toReview: number; toMake: number }> {
  const [due, missing] = await Promise.all([
    connection.query<{ count: number }>(
      `SELECT count(DISTINCT (plan.contact_id, plan.agreement_id, plan.review_on))::int AS count ${DUE}`,
      [workerId, today, reviewsAskedUntil(today)],
    ),
    connection.query<{ count: number }>(
      `SELECT count(DISTINCT (r.contact_id))::int AS count ${MISSING}`,
      [workerId, today, regularSince(now), FAMILY_CHANNELS],
    ),
  ]);
  return { toReview: due.rows[0]?.count ?? 0, toMake: missing.rows[0]?.count ?? 0 };
}

/** Of these children, those with regular contact with this person and no plan. */
export async function childrenWithoutPlan(
  connection: Queryable,
  contactId: string,
  caseNumbers: readonly string[],
  now: Date,
): Promise<string[]> {
  const { rows } = await connection.query<{ caseNumber: string }>(
    `SELECT a.case_number AS "caseNumber" FROM unnest($2::text[]) AS a (case_number)
     LEFT JOIN ${NEWEST('$1')} ON true
     WHERE (plan.id IS NULL OR plan.ended_reason IS NOT NULL)
       AND EXISTS (SELECT FROM contact_recording x
         WHERE x.case_number = a.case_number AND x.contact_id = $1
           AND x.occurred_from >= greatest($3::timestamptz, plan.made_at)
           AND x.state IN ('awaiting-context', 'complete') AND x.channel = ANY($4)
         OFFSET ${REGULAR_EXCHANGES - 1})`,
    [contactId, caseNumbers, regularSince(now), FAMILY_CHANNELS],
  );
  return rows.map(({ caseNumber }) => caseNumber);
}
