// Finds children elsewhere whose names share words with messages, through the index on their words,
// so that the cost follows the messages and not the number of children.
import type { Queryable } from '../database/client.ts';
import { wordsToLookUp } from './names/namesakes.ts';
import { readWords } from './text/message-words.ts';
import type { Namesake } from './types.ts';

/** Enough to know that a word is a child's name, and to offer whom it may mean. */
const A_FEW = 5;

/**
 * For each body the children who have one of its words as a name (a few for each word), and those
 * who have two words that stand side by side in it.
 */
export async function readNamesakes(
  connection: Queryable,
  bodies: readonly string[],
): Promise<Namesake[][]> {
  const wanted = bodies.map((body) => {
    const words = readWords(body);
    const lookUp = wordsToLookUp(words);
    return {
      lookUp,
      pairs: neighbours(
        words.tokens.map((token) => spellings(token.norm, token.stem)),
        new Set(lookUp),
      ),
    };
  });
  const tokens = [...new Set(wanted.flatMap(({ lookUp }) => lookUp))];
  if (tokens.length === 0) return bodies.map(() => []);
  const byToken = await readByToken(connection, tokens);
  const known = (word: string) => byToken.has(word);
  const pairs = new Map(
    wanted.flatMap((each) =>
      each.pairs.filter(([a, b]) => known(a) && known(b)).map((pair) => [pair.join(' '), pair]),
    ),
  );
  const byPair = await readByPair(connection, [...pairs.values()]);
  const children = await readChildren(connection, [...byToken.values(), ...byPair.values()].flat());
  return wanted.map((each) => {
    const found = new Set([
      ...each.lookUp.flatMap((word) => byToken.get(word) ?? []),
      ...each.pairs.flatMap((pair) => byPair.get(pair.join(' ')) ?? []),
    ]);
    return [...found].flatMap((caseNumber) => children.get(caseNumber) ?? []);
  });
}

type Pair = readonly [string, string];

function spellings(norm: string, stem: string): string[] {
  return [...new Set([norm, stem, norm.replace(/s$/, '')])];
}

/** Both orders: family names are also written first. */
function neighbours(words: readonly string[][], lookUp: ReadonlySet<string>): Pair[] {
  const pairs: Pair[] = [];
  for (let at = 1; at < words.length; at += 1) {
    for (const left of words[at - 1] ?? []) {
      for (const right of words[at] ?? []) {
        if (lookUp.has(left) && lookUp.has(right) && left !== right) pairs.push([left, right]);
      }
    }
  }
  return pairs;
}

async function readByToken(
  connection: Queryable,
  tokens: readonly string[],
): Promise<Map<string, string[]>> {
  const { rows } = await connection.query<{ token: string; caseNumber: string }>(
    `SELECT wanted.token, named.case_number AS "caseNumber"
     FROM unnest($1::text[]) AS wanted (token)
     CROSS JOIN LATERAL (SELECT case_number FROM child_name_token t WHERE t.token = wanted.token
       ORDER BY case_number LIMIT ${A_FEW}) AS named`,
    [tokens],
  );
  return listed(rows.map((row) => [row.token, row.caseNumber]));
}

async function readByPair(
  connection: Queryable,
  pairs: readonly Pair[],
): Promise<Map<string, string[]>> {
  if (pairs.length === 0) return new Map();
  const { rows } = await connection.query<{ left: string; right: string; caseNumber: string }>(
    `SELECT wanted.left, wanted.right, named.case_number AS "caseNumber"
     FROM unnest($1::text[], $2::text[]) AS wanted ("left", "right")
     CROSS JOIN LATERAL (SELECT a.case_number FROM child_name_token a
       JOIN child_name_token b ON b.token = wanted.right AND b.case_number = a.case_number
       WHERE a.token = wanted.left ORDER BY a.case_number LIMIT ${A_FEW}) AS named`,
    [pairs.map(([left]) => left), pairs.map(([, right]) => right)],
  );
  return listed(rows.map((row) => [`${row.left} ${row.right}`, row.caseNumber]));
}

async function readChildren(
  connection: Queryable,
  caseNumbers: readonly string[],
): Promise<Map<string, Namesake>> {
  const { rows } = await connection.query<Namesake>(
    `SELECT case_number AS "caseNumber", name, preferred_name AS "preferredName",
       also_known_as AS "alsoKnownAs", to_char(date_of_birth, 'YYYY-MM-DD') AS "dateOfBirth", status
     FROM child WHERE case_number = ANY($1::text[])`,
    [[...new Set(caseNumbers)]],
  );
  return new Map(rows.map((row) => [row.caseNumber, row]));
}

function listed(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, value] of pairs) found.set(key, [...(found.get(key) ?? []), value]);
  return found;
}
