// Whom nothing has changed for since this process last looked. Only spares work: whoever is not in it
// is looked at, and everybody is from time to time.
export type Seen = {
  isSame(place: string, state: string, now: Date): boolean;
  note(place: string, state: string, now: Date): void;
};

const LOOK_AGAIN_MS = 15 * 60_000;

export function createSeen(): Seen {
  const looks = new Map<string, { state: string; at: number }>();
  return {
    isSame: (place, state, now) => {
      const last = looks.get(place);
      return last?.state === state && now.getTime() - last.at < LOOK_AGAIN_MS;
    },
    note: (place, state, now) => {
      looks.set(place, { state, at: now.getTime() });
    },
  };
}
