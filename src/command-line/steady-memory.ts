// For commands that read files larger than the memory.
import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from taking memory because the machine has it: its nursery for new objects stays at the
 * size it has, and old objects are looked through sooner. Without that a 1 GB backup takes 640 MB
 * for what is garbage a moment later (docs/device-exports.md). Call before the work begins; the
 * process ends with the command.
 */
export function keepMemorySteady(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--optimize-for-size');
}
