// Whose plan it is: the child, the contact, and whether this person may change it.
import type { z } from 'zod';
import { mayWrite } from '../../../access/rules.ts';
import { type PlannedContact, readPlannedContact } from '../../../contact-plans/people-store.ts';
import { withRelationship } from '../../../format/words.ts';
import { type ChildHead, readChildHead } from '../../../record/head-store.ts';
import type { Entered, PageRequest } from '../../page/index.ts';
import { addressOfRecord } from '../recording/view.ts';
import type { contactParams } from './schema.ts';

export type Params = z.infer<typeof contactParams>;
export type AnyRequest = Omit<PageRequest<Params, unknown, unknown>, 'query' | 'form'>;

export const PATH = '/children/:caseNumber/contact-plan';

export type Subject = {
  head: ChildHead;
  contact: PlannedContact;
  /** Kelly Brennan, mother */
  who: string;
  /** The address of this contact's plan. */
  path: string;
  mayChange: boolean;
};

export const addressOfPlans = (caseNumber: string) => `${addressOfRecord(caseNumber)}/contact-plan`;

/** Null: there is no such contact on this child's record today. */
export async function subjectOf(request: AnyRequest): Promise<Subject | null> {
  const { params, database, viewer, today } = request;
  const { caseNumber, contactId } = params;
  const [head, contact] = await Promise.all([
    readChildHead(database.pool, caseNumber, today),
    readPlannedContact(database.pool, caseNumber, contactId, today),
  ]);
  if (head === null || contact === null) return null;
  return {
    head,
    contact,
    who: withRelationship(contact.name, contact.relationship),
    path: `${addressOfPlans(caseNumber)}/${encodeURIComponent(contactId)}`,
    mayChange: mayWrite(viewer),
  };
}

/** A field as a list: tick boxes send none, one or several. */
export function several(entered: Entered, name: string): readonly string[] {
  const value = entered[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
