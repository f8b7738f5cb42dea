// For commands that read files larger than the memory.
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's nursery for new objects at the size it has: it grows with the machine's memory, and
 * a 1 GB backup then takes 640 MB of it for what is garbage a moment later (docs/device-exports.md).
 * Call before the work begins; the process ends with the command.
 */
export function keepMemorySteady(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
