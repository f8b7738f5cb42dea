// The authority that the benchmark runs on: 20,000 children with a million messages, written set-wise.
import pg from 'pg';
import { conversationIdOf } from '../../src/messaging/identity.ts';

export const CHILDREN = 20_000;
export const OFFICIAL_NUMBER = '+447700900990';
/** Each has a hundred children. */
export const WORKER = 'BW1';
const WORKERS = 200;
const MESSAGES_EACH = 50;
const MESSAGES_IN_EXCHANGE = 5;
const CHUNK = 2_000;

/** Families' addresses are opaque ids, as WhatsApp gives them: there are not 20,000 drama numbers. */
export const counterpart = (child: number): string => `GB.${String(child).padStart(12, '0')}`;
export const caseNumber = (child: number): string => `B${String(child).padStart(6, '0')}`;

export const BODIES = [
  'Hi its me, are we still on for tomorrow at 4?',
  'She was fine at school today, had a good day with her friends and ate all her tea',
  'Ok thank you',
  'Running 10 mins late sorry, bus didnt come',
  'He has a temperature so I am keeping him off school today. Doctors at half 11, will text you after',
];

const PEOPLE = `
INSERT INTO official_number (address, channel, team, worker_id, label)
VALUES ('${OFFICIAL_NUMBER}', 'whatsapp', 'Team 1', NULL, 'Benchmark');
INSERT INTO worker (worker_id, valid_from, name, email, role, team, manager_id)
SELECT 'BM' || g, '2020-01-01', 'Manager ' || g, 'bm' || g || '@bench.example', 'manager', 'Team ' || g, NULL
FROM generate_series(1, 20) g;
INSERT INTO worker (worker_id, valid_from, name, email, role, team, manager_id)
SELECT 'BW' || g, '2020-01-01', 'Worker ' || g, 'bw' || g || '@bench.example', 'worker',
  'Team ' || (g % 20 + 1), 'BM' || (g % 20 + 1)
FROM generate_series(1, ${WORKERS}) g;
CREATE TEMPORARY TABLE bench AS
SELECT g, 'B' || lpad(g::text, 6, '0') AS case_number,
  (ARRAY['Amelia','Noah','Isla','Arthur','Ava','Oscar','Freya','Leo','Zara','Harry','Maryam','Theo'])[g % 12 + 1] AS first,
  (ARRAY['Ahmed','Baker','Clarke','Davies','Evans','Hughes','Khan','Lewis','Murphy','Nowak','Okoro','Patel','Quinn'])[g % 13 + 1]
    || (ARRAY['','-Ali','-Brown','-Cole','-Dean','-Ellis','-Fox'])[g / 13 % 7 + 1] AS last
FROM generate_series(1, ${CHILDREN}) g;
INSERT INTO child (case_number, name, also_known_as, date_of_birth, household, status, opened)
SELECT case_number, first || ' ' || last, '{}', date '2009-01-01' + (g % 5000), 'H' || (g / 2), 'open', '2021-01-01'
FROM bench;
INSERT INTO child_name_token (token, case_number)
SELECT DISTINCT token, case_number FROM bench,
  unnest(string_to_array(lower(first || ' ' || replace(last, '-', ' ')), ' ')) AS token;
INSERT INTO contact (contact_id, name, also_known_as, language)
SELECT 'BC' || g, 'Parent ' || last, '{}', 'English' FROM bench;
INSERT INTO contact_identifier (contact_id, channel, address, verified, valid_from)
SELECT 'BC' || g, 'whatsapp', 'GB.' || lpad(g::text, 12, '0'), true, '2021-01-01' FROM bench;
INSERT INTO relationship (contact_id, case_number, valid_from, relationship, parental_responsibility, contact_permitted)
SELECT 'BC' || g, case_number, '2021-01-01', 'mother', true, 'yes' FROM bench;
INSERT INTO allocation (worker_id, case_number, valid_from, role)
SELECT 'BW' || (g % ${WORKERS} + 1), case_number, '2021-01-01', 'lead' FROM bench;
`;

/** Runs of five messages on every child, the newest some hours old, each on a recording. */
const MESSAGES = `
WITH family AS (
  SELECT * FROM unnest($1::int[], $2::uuid[]) AS row (g, conversation_id)
), one AS (
  SELECT g, conversation_id, n, (n - 1) / ${MESSAGES_IN_EXCHANGE} AS run,
    md5('message' || g || ' ' || n)::uuid AS id,
    md5('decision' || g || ' ' || n)::uuid AS decision,
    md5('recording' || g || ' ' || (n - 1) / ${MESSAGES_IN_EXCHANGE})::uuid AS recording,
    'B' || lpad(g::text, 6, '0') AS case_number, 'GB.' || lpad(g::text, 12, '0') AS counterpart,
    now() - make_interval(days => ((n - 1) / ${MESSAGES_IN_EXCHANGE}) * 60, hours => g % 600,
      mins => 3 * (n % ${MESSAGES_IN_EXCHANGE})) AS at
  FROM family, generate_series(1, ${MESSAGES_EACH}) n
), c AS (
  INSERT INTO conversation (id, channel, official_number, counterpart)
  SELECT conversation_id, 'whatsapp', '${OFFICIAL_NUMBER}', 'GB.' || lpad(g::text, 12, '0') FROM family
), m AS (
  INSERT INTO message (id, channel, external_id, conversation_id, delivery_id, kind, direction,
    official_number, counterpart, author, worker_id, body, received_at, occurred_at, origin,
    media_count, sha256)
  SELECT id, 'whatsapp', 'bench-' || g || '-' || n, conversation_id, id, 'message',
    CASE WHEN n % 3 = 0 THEN 'outbound' ELSE 'inbound' END, '${OFFICIAL_NUMBER}', counterpart,
    CASE WHEN n % 3 = 0 THEN '${OFFICIAL_NUMBER}' ELSE counterpart END,
    CASE WHEN n % 3 = 0 THEN 'BW' || (g % ${WORKERS} + 1) END, ($3::text[])[n % 5 + 1], at, at, 'import',
    0, sha256(id::text::bytea)
  FROM one ORDER BY at
), a AS (
  INSERT INTO attribution (id, message_id, version, state, case_numbers, method, reasons, cues,
    candidates, contact_id, decided_by, decided_at, rule_version)
  SELECT decision, id, 1, 'attributed', ARRAY[case_number], 'sole-link',
    ARRAY['This number belongs to one known contact with one linked child.'], '[]', '[]', 'BC' || g,
    'system', at, 'bench' FROM one
), ca AS (
  INSERT INTO current_attribution (message_id, attribution_id, conversation_id, occurred_at, version,
    state, case_numbers, method, contact_id)
  SELECT id, decision, conversation_id, at, 1, 'attributed', ARRAY[case_number], 'sole-link', 'BC' || g
  FROM one
), r AS (
  INSERT INTO contact_recording (id, exchange_id, case_number, conversation_id, channel,
    official_number, counterpart, contact_id, case_numbers, worker_id, occurred_from, occurred_to,
    message_count, recorded_at, due_at, state, completed_at, completed_by, origin)
  SELECT recording, md5('exchange' || recording)::uuid, case_number, conversation_id, 'whatsapp',
    '${OFFICIAL_NUMBER}', counterpart, 'BC' || g, ARRAY[case_number], 'BW' || (g % ${WORKERS} + 1),
    min(at), max(at), count(*), max(at), max(at) + interval '2 days',
    CASE WHEN run = 0 AND g % 7 = 0 THEN 'awaiting-context' ELSE 'complete' END,
    CASE WHEN run = 0 AND g % 7 = 0 THEN NULL ELSE max(at) + interval '1 hour' END,
    CASE WHEN run = 0 AND g % 7 = 0 THEN NULL ELSE 'BW' || (g % ${WORKERS} + 1) END, 'import'
  FROM one GROUP BY g, run, recording, case_number, conversation_id, counterpart
), rc AS (
  INSERT INTO recording_completion (id, recording_id, worker_id, surface, at)
  SELECT md5('completion' || recording)::uuid, recording, 'BW' || (g % ${WORKERS} + 1), 'web',
    max(at) + interval '1 hour'
  FROM one WHERE NOT (run = 0 AND g % 7 = 0) GROUP BY g, recording
), s AS (
  INSERT INTO statement (id, recording_id, kind, text, author, at)
  SELECT md5('statement' || recording)::uuid, recording, 'fact', 'I rang and we agreed to meet on Thursday.',
    'BW' || (g % ${WORKERS} + 1), max(at) + interval '1 hour'
  FROM one WHERE run > 0 GROUP BY g, recording
), e AS (
  INSERT INTO significant_event (id, recording_id, case_number, occurred_on, wording, author, at)
  SELECT md5('event' || recording)::uuid, recording, case_number, max(at)::date, 'Moved to a new school.',
    'BW' || (g % ${WORKERS} + 1), max(at) + interval '1 hour'
  FROM one WHERE run % 3 = 1 GROUP BY g, recording, case_number
)
INSERT INTO recording_message (recording_id, message_id, attribution_id)
SELECT recording, id, decision FROM one`;

/** Questions that wait: one family in a hundred. */
const QUESTIONS = `
INSERT INTO open_question (id, conversation_id, official_number, channel, counterpart, contact_id,
  case_numbers, asked_at, last_at, message_count)
SELECT md5('question' || g)::uuid, c.id, c.official_number, c.channel, c.counterpart, 'BC' || g,
  ARRAY['B' || lpad(g::text, 6, '0')], now() - interval '3 hours', now() - interval '3 hours', 1
FROM generate_series(1, ${CHILDREN}, 97) g
JOIN conversation c ON c.counterpart = 'GB.' || lpad(g::text, 12, '0')`;

/** Writes it as the owner; nothing here is measured. Returns how many messages there are. */
export async function fillAuthority(ownerUrl: string, withMessages: boolean): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    await client.query(PEOPLE);
    for (let from = 1; withMessages && from <= CHILDREN; from += CHUNK) {
      const children = Array.from({ length: CHUNK }, (_, index) => from + index);
      await client.query(MESSAGES, [
        children,
        children.map((child) => conversationIdOf('whatsapp', OFFICIAL_NUMBER, counterpart(child))),
        BODIES,
      ]);
    }
    await client.query(QUESTIONS);
    await client.query('VACUUM ANALYZE');
    await client.query('CHECKPOINT');
    return withMessages ? CHILDREN * MESSAGES_EACH : 0;
  } finally {
    await client.end();
  }
}
