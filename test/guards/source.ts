// The project's own files as text, for the guards that read them.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, posix, relative, sep } from 'node:path';

const CHECKOUT = join(import.meta.dirname, '../..');
const NOT_OURS = new Set(['node_modules', 'generated', 'coverage', '.data', '.git']);

export type SourceFile = {
  /** From the checkout, with forward slashes. */
  path: string;
  text: string;
};

export type Import = {
  /** A path from the checkout for one of our files; otherwise the package's or built-in's name. */
  target: string;
  isOurs: boolean;
  typeOnly: boolean;
};

/** Every file below `folders` (from the checkout) whose name ends in one of `endings`. */
export function filesBelow(folders: readonly string[], endings: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(CHECKOUT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => relative(CHECKOUT, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((path) => !path.split('/').some((part) => NOT_OURS.has(part)))
      .map((path) => ({ path, text: readFileSync(join(CHECKOUT, path), 'utf8') })),
  );
}

/** One file of the checkout. */
export function readOurs(path: string): string {
  return readFileSync(join(CHECKOUT, path), 'utf8');
}

/** The product's code, without its tests. */
export function productFiles(): SourceFile[] {
  return filesBelow(['src', 'adapters'], ['.ts']).filter(({ path }) => !path.endsWith('.test.ts'));
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Everything a file imports or re-exports, dynamic imports of a plain name included. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, fixed, dynamic]) => {
    const name = fixed ?? dynamic ?? '';
    const isOurs = name.startsWith('.');
    const target = isOurs ? posix.join(dirname(path), name) : name;
    return { target, isOurs, typeOnly: type !== undefined };
  });
}

/** `src/record/stage.ts` → `record`; a file that lies in no room → undefined. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

export function isStore(path: string): boolean {
  return basename(path).endsWith('-store.ts');
}
