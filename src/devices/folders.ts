// Where phones' links are stored on this machine. Each folder opens an account: treated as a secret.
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const devicesFolder = (dataDir: string) => join(dataDir, 'devices');

export function sessionFolderOf(dataDir: string, deviceId: string): string {
  return join(devicesFolder(dataDir), deviceId);
}

/** Where an operator may pin WhatsApp Web (docs/device-capture.md). */
export function versionFolderOf(dataDir: string): string {
  return join(devicesFolder(dataDir), 'whatsapp-web');
}

/** Makes the folder of all links, which nobody but this user can enter. */
export async function prepareDevicesFolder(dataDir: string): Promise<void> {
  await mkdir(devicesFolder(dataDir), { recursive: true, mode: 0o700 });
  await chmod(devicesFolder(dataDir), 0o700);
}

export function hasSession(dataDir: string, deviceId: string): boolean {
  return existsSync(sessionFolderOf(dataDir, deviceId));
}

export async function removeSession(dataDir: string, deviceId: string): Promise<void> {
  await rm(sessionFolderOf(dataDir, deviceId), { recursive: true, force: true, maxRetries: 4 });
}
