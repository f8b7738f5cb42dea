// The SDK prints a stack and its keys for every bad token, and anybody can send one: the count that we
// keep says it better. Nothing of its checks is touched, and nothing else that is printed.
import { AsyncLocalStorage } from 'node:async_hooks';

const quiet = new AsyncLocalStorage<true>();
let passOn = console.error;

function filtered(...given: unknown[]): void {
  if (!quiet.getStore()) passOn(...given);
}

/** Does `work` without what it prints as errors. */
export function quietly<T>(work: () => Promise<T>): Promise<T> {
  if (console.error !== filtered) {
    passOn = console.error;
    console.error = filtered;
  }
  return quiet.run(true, work);
}
