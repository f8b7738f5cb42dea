export type SegmentCount = {
  /** As a person counts them: an emoji with a skin tone is one. */
  characters: number;
  /** One character outside GSM-7 makes the whole message UCS-2, and much longer. */
  alphabet: 'gsm-7' | 'ucs-2';
  /** Texts it is sent as; 0 when there is nothing to send. */
  segments: number;
};

export function countSegments(text: string): SegmentCount;
