// A folder with a stand-in for WhatsApp Web's page, pinned as an operator would pin a version.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, 'whatsapp-web.js');

/** `own`: the number of the phone that scans, as WhatsApp writes it; `story`: a script that runs in the page. */
export async function pinStubPage(versionFolder: string, own: string, story = ''): Promise<void> {
  const script = await readFile(SCRIPT, 'utf8');
  const html = `<!doctype html><title>WhatsApp</title><script>${script}</script>
<script>phone.setOwn(${JSON.stringify(own)});${story}</script>`;
  await mkdir(versionFolder, { recursive: true });
  await writeFile(join(versionFolder, 'pinned.html'), html);
}
