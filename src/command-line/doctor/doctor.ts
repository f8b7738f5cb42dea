// `casethread doctor`: what is wrong, in plain words, and what to do about it.
import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Config, ConfigurationError, readConfig } from '../../config.ts';
import { examineDevices } from '../../devices/examine.ts';
import type { ChannelAdapter, Finding } from '../../messaging/adapter.ts';
import { explainFailure } from '../failure.ts';
import { checkDatabase } from './check-database.ts';

const NODE_NEEDED = 24;
const MEGABYTE = 1024 * 1024;
const SPACE_NEEDED_MB = 500;
const PATIENCE_MS = 10_000;

export type DoctorNeeds = {
  env: Readonly<Record<string, string | undefined>>;
  nodeVersion: string;
  adaptersOf(config: Config): readonly ChannelAdapter[];
};

/** Yields each finding as it is made; the ones that are not ok say what to mend. */
export async function* examine(needs: DoctorNeeds): AsyncGenerator<Finding> {
  yield checkNode(needs.nodeVersion);
  const config = checkConfig(needs.env);
  if (config instanceof ConfigurationError) {
    for (const { variable, words } of config.problems)
      yield { ok: false, words: `${variable}: ${words}` };
    return;
  }
  yield { ok: true, words: `Settings: complete, for ${config.mode}.` };
  for (const words of config.notices) yield { ok: true, words };
  yield* checkFolder(config.dataDir);
  yield* checkDatabase(config);
  if (config.mode === 'demo' && config.twilio.apiBaseUrl === null) {
    yield {
      ok: true,
      words: 'Twilio: the phone simulator stands in for it while "npm start" runs.',
    };
  }
  for (const adapter of needs.adaptersOf(config)) yield* checkAdapter(adapter);
  yield* examineDevices(config.deviceCapture, config.dataDir);
  if (config.mode === 'production') yield await checkIdentityProvider(config.oidc.issuer);
}

function checkNode(version: string): Finding {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  return major >= NODE_NEEDED
    ? { ok: true, words: `Node ${version}.` }
    : {
        ok: false,
        words: `Node ${version} is too old: use ${NODE_NEEDED} or newer, as "npm start" does.`,
      };
}

function checkConfig(env: DoctorNeeds['env']): Config | ConfigurationError {
  try {
    return readConfig(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
}

async function* checkFolder(dataDir: string): AsyncGenerator<Finding> {
  const folder = resolve(dataDir);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch {
    yield {
      ok: false,
      words: `${folder} cannot be written to: give this user the right, or set DATA_DIR.`,
    };
    return;
  }
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  yield freeMb >= SPACE_NEEDED_MB
    ? { ok: true, words: `Disk: ${freeMb.toLocaleString('en-GB')} MB free in ${folder}.` }
    : {
        ok: false,
        words: `Disk: only ${freeMb} MB free in ${folder}. Make room before attachments cannot be kept.`,
      };
}

async function* checkAdapter(adapter: ChannelAdapter): AsyncGenerator<Finding> {
  if (!adapter.check) return;
  try {
    yield* await adapter.check();
  } catch (error) {
    yield {
      ok: false,
      words: `${adapter.provider}: ${explainFailure(error) ?? 'the check failed in an unexpected way.'}`,
    };
  }
}

async function checkIdentityProvider(issuer: string): Promise<Finding> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok
      ? { ok: true, words: `Identity provider: answers at ${issuer}.` }
      : {
          ok: false,
          words: `Identity provider: ${address} answers ${response.status}. Check OIDC_ISSUER.`,
        };
  } catch {
    return {
      ok: false,
      words: `Identity provider: ${address} does not answer. Check OIDC_ISSUER and the network.`,
    };
  }
}
