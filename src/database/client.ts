// The one way to the database: a pool for set-wise SQL and Prisma for the rest, over the same pool.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

export type { PrismaClient };

/** What a statement can be sent to: the pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

export type Database = {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
  /** Runs `work` in one transaction on one connection; rolls back and rethrows when it throws. */
  transaction<T>(work: (connection: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Connections at most; more only wait for the same processors. */
  connections?: number;
  /** A statement that takes longer fails, even when the server no longer answers (milliseconds). */
  statementTimeoutMs?: number;
  /** How long a new connection may take (milliseconds). */
  connectTimeoutMs?: number;
};

const CONNECT_TIMEOUT_MS = 3_000;
/**
 * For whom nobody waits at a page: on a crowded machine, beside work that takes a second by itself,
 * a connection that is there may be seen late.
 */
export const PATIENT_CONNECT_MS = 30_000;

/**
 * A page asks many small questions at once. Parallel workers take longer to begin than such a question takes,
 * compiling it longer still, and with the price of a spinning disk whole tables are read for a few rows.
 */
const FOR_SMALL_QUESTIONS =
  '-c max_parallel_workers_per_gather=0 -c jit=off -c random_page_cost=1.1';

/** Opens no connection yet: the first statement does. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 12,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    options: FOR_SMALL_QUESTIONS,
    ...(options.statementTimeoutMs
      ? { statement_timeout: options.statementTimeoutMs, query_timeout: options.statementTimeoutMs }
      : {}),
  });
  // An idle connection that the server drops must not end the process; the next query reconnects.
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    pool,
    prisma,
    transaction: (work) => inTransaction(pool, work),
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

async function inTransaction<T>(
  pool: pg.Pool,
  work: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  let broken: Error | undefined;
  try {
    await connection.query('BEGIN');
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    await connection.query('ROLLBACK').catch((rollback: Error) => {
      broken = rollback;
    });
    throw error;
  } finally {
    connection.release(broken);
  }
}
