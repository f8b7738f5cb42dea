import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Queryable } from '../database/client.ts';
import type { MessageTemplate } from './template.ts';

const variablesSchema = z.array(z.object({ key: z.string(), label: z.string() }));

const AGREED = `
SELECT * FROM (
  SELECT DISTINCT ON (content_sid) content_sid AS "contentSid", name, language, body, variables, state
  FROM message_template ORDER BY content_sid, sequence DESC
) AS newest WHERE state = 'agreed' ORDER BY name, "contentSid"`;

/** The agreed opening messages in force, by name. */
export async function readTemplates(connection: Queryable): Promise<MessageTemplate[]> {
  const { rows } = await connection.query(AGREED);
  return rows.map(({ state: _agreed, variables, ...row }) => ({
    ...row,
    variables: variablesSchema.parse(variables),
  }));
}

export type SetBy = { by: string; at: Date };

/** It may be sent from now on; what it said before stays on record. */
export async function agreeTemplate(
  connection: Queryable,
  template: MessageTemplate,
  setBy: SetBy,
): Promise<void> {
  await insert(connection, template, 'agreed', setBy);
}

/** It is offered to nobody from now on. False when it was not agreed. */
export async function withdrawTemplate(
  connection: Queryable,
  contentSid: string,
  setBy: SetBy,
): Promise<boolean> {
  const template = (await readTemplates(connection)).find((each) => each.contentSid === contentSid);
  if (!template) return false;
  await insert(connection, template, 'withdrawn', setBy);
  return true;
}

async function insert(
  connection: Queryable,
  template: MessageTemplate,
  state: 'agreed' | 'withdrawn',
  { by, at }: SetBy,
): Promise<void> {
  await connection.query(
    `INSERT INTO message_template (id, content_sid, name, language, body, variables, state, set_by, set_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      randomUUID(),
      template.contentSid,
      template.name,
      template.language,
      template.body,
      JSON.stringify(template.variables),
      state,
      by,
      at,
    ],
  );
}
