// Plans and their versions. Nothing is overwritten: the newest version of a contact and child holds.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAudit } from '../access/audit-store.ts';
import type { Queryable } from '../database/client.ts';
import { type ContactPlan, PLAN_CHANNELS, type PlanTerms } from './plan.ts';

const COLUMNS = `p.id, p.contact_id AS "contactId", p.case_number AS "caseNumber", p.purpose,
  p.channels, p.hours_from AS "hoursFrom", p.hours_to AS "hoursTo", p.days, p.used_by AS "usedBy",
  p.risks, p.measures, p.agreed_with AS "agreedWith", p.review_on::text AS "reviewOn",
  p.ended_reason AS "endedReason", coalesce(maker.name, p.made_by) AS "madeByName",
  maker.role AS "madeByRole", p.made_at AS "madeAt",
  ARRAY(SELECT DISTINCT ON (w.worker_id) w.name FROM worker w
    WHERE w.worker_id = ANY(p.used_by) ORDER BY w.worker_id, w.valid_from DESC) AS "usedByNames"`;

const MAKER = `LEFT JOIN LATERAL (SELECT name, role FROM worker w WHERE w.worker_id = p.made_by
  ORDER BY w.valid_from DESC LIMIT 1) maker ON true`;

const channels = z.array(z.enum(PLAN_CHANNELS));

type Row = Omit<ContactPlan, 'channels' | 'usedByNames'> & {
  channels: string[];
  usedByNames: string[];
};

function toPlan(row: Row): ContactPlan {
  return {
    ...row,
    channels: channels.parse(row.channels),
    usedByNames: [...row.usedByNames].sort((a, b) => a.localeCompare(b, 'en-GB')),
  };
}

/** Every version of the plan with this contact about this child, newest first. */
export async function readPlanVersions(
  connection: Queryable,
  caseNumber: string,
  contactId: string,
): Promise<ContactPlan[]> {
  const { rows } = await connection.query<Row>(
    `SELECT ${COLUMNS} FROM contact_plan p ${MAKER}
     WHERE p.case_number = $1 AND p.contact_id = $2 ORDER BY p.sequence DESC`,
    [caseNumber, contactId],
  );
  return rows.map(toPlan);
}

/** The newest version with each contact about this child, ended plans included. */
export async function readPlansOfChild(
  connection: Queryable,
  caseNumber: string,
): Promise<ContactPlan[]> {
  const { rows } = await connection.query<Row>(
    `SELECT DISTINCT ON (p.contact_id) ${COLUMNS} FROM contact_plan p ${MAKER}
     WHERE p.case_number = $1 ORDER BY p.contact_id, p.sequence DESC`,
    [caseNumber],
  );
  return rows.map(toPlan);
}

/** The plans in force with this contact about these children. */
export async function readPlansInForce(
  connection: Queryable,
  contactId: string,
  caseNumbers: readonly string[],
): Promise<ContactPlan[]> {
  const { rows } = await connection.query<Row>(
    `SELECT * FROM (
       SELECT DISTINCT ON (p.case_number) ${COLUMNS} FROM contact_plan p ${MAKER}
       WHERE p.contact_id = $1 AND p.case_number = ANY($2)
       ORDER BY p.case_number, p.sequence DESC) newest
     WHERE "endedReason" IS NULL ORDER BY "caseNumber"`,
    [contactId, caseNumbers],
  );
  return rows.map(toPlan);
}

export type NewPlan = {
  contactId: string;
  caseNumbers: readonly string[];
  terms: PlanTerms;
  /** Why it ends; null: it is in force. */
  endedReason: string | null;
  by: string;
  at: Date;
};

/** Keeps what was agreed in one act: a version for each child. In the caller's transaction. */
export async function keepPlan(
  connection: Queryable,
  plan: NewPlan,
  agreementId: string = randomUUID(),
): Promise<void> {
  const { contactId, caseNumbers, terms, endedReason, by, at } = plan;
  for (const caseNumber of caseNumbers) {
    await connection.query(
      `INSERT INTO contact_plan (id, contact_id, case_number, agreement_id, purpose, channels,
         hours_from, hours_to, days, used_by, risks, measures, agreed_with, review_on, ended_reason,
         made_by, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        randomUUID(),
        contactId,
        caseNumber,
        agreementId,
        terms.purpose,
        terms.channels,
        terms.hoursFrom,
        terms.hoursTo,
        terms.days,
        terms.usedBy,
        terms.risks,
        terms.measures,
        terms.agreedWith,
        terms.reviewOn,
        endedReason,
        by,
        at,
      ],
    );
  }
  await recordAudit(connection, {
    at,
    actor: by,
    action: endedReason === null ? 'plan-contact' : 'end-contact-plan',
    subjectKind: 'contact-plan',
    subjectId: contactId,
    caseNumbers,
    detail: { reviewOn: terms.reviewOn },
  });
}

export type PlanReview = {
  contactId: string;
  caseNumbers: readonly string[];
  /** When it is looked at next: a day. */
  reviewOn: string;
  by: string;
  at: Date;
};

/** The plan goes on as it is until the next review: a new version of each child's. */
export async function renewPlans(connection: Queryable, review: PlanReview): Promise<void> {
  const { contactId, caseNumbers, reviewOn, by, at } = review;
  const agreementId = randomUUID();
  for (const plan of await readPlansInForce(connection, contactId, caseNumbers)) {
    const terms = { ...plan, reviewOn };
    const renewed = { contactId, caseNumbers: [plan.caseNumber], terms, endedReason: null, by, at };
    await keepPlan(connection, renewed, agreementId);
  }
}
