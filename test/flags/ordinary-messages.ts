import type { FlagCase } from './cases.ts';

const WHEN =
  'on Monday|on Tuesday|tomorrow|next week|on Friday|after school|this afternoon|on the 9th|at half 3|in the morning|this weekend|at 10|tonight|after lunch|before Christmas'.split(
    '|',
  );
const WHO =
  'my mum|Nan|my sister|his dad|her teacher|the health visitor|my partner|the childminder|Grandad|my friend|the school|the doctor|Auntie Jo|the nursery|my boyfriend|her brother|the man from housing'.split(
    '|',
  );
const CHILD =
  'Ellie|Jack|Mia|the twins|my son|my daughter|the baby|Osian|Zara|the boys|the girls|our eldest|Theo|little one|Amira|the kids|him|her'.split(
    '|',
  );
const LIKED =
  "really enjoyed|can't wait for|has been asking about|loved|is excited for|did really well at|was a bit nervous about|had a great time at|needs new shoes for|has made a card for|is learning songs for|was tired after|is late for|won a prize at".split(
    '|',
  );
const THING =
  'swimming|the farm trip|football|the school disco|Brownies|the library|her party|the zoo|the reading club|drama|gymnastics|the new class|music|the museum|parents evening|the sleepover|contact|the dentist|the hospital check up|the park'.split(
    '|',
  );
const ASK =
  'Can you|Could you please|Would you mind if you could|Any chance you can|Please can you'.split(
    '|',
  );
const DO =
  'ring me|send the form|move the appointment|text me the address|chase the housing|speak to the school|email the plan|let me know the time|send me the minutes|check the date|book the interpreter|sort the bus pass|post the letter|call my mum|come a bit later'.split(
    '|',
  );
const CLOSE =
  'thanks|cheers|ta|thank you so much|x|no rush|sorry to be a pain|hope that is ok|let me know|see you then|'.split(
    '|',
  );
const SHAPES = [
  "We've got THING WHEN",
  'CHILD LIKED THING',
  'ASK DO WHEN? CLOSE',
  'WHO is picking CHILD up WHEN CLOSE',
  'Is it ok if WHO comes WHEN? CLOSE',
  "CHILD has an appointment WHEN so we can't do THING",
  "I've told WHO about the meeting WHEN",
  'CHILD went to THING with WHO and LIKED it',
  "We can't make it WHEN, ASK DO",
  'Had a good day, CHILD LIKED THING. CLOSE',
  'WHO said to ask you about THING',
  'Do you know what time THING starts WHEN?',
  "CHILD has a cold so won't be at THING WHEN",
  'Just to say CHILD is fine and WHO is here WHEN',
  'Money for THING is due WHEN, is there any help with it?',
  'CHILD has a runny nose and is staying with WHO WHEN',
  "I'm at work WHEN but WHO will be in",
  'Running late for THING, be there WHEN',
  'WHO is driving us to THING WHEN',
];
const LISTS: Record<string, readonly string[]> = { WHEN, WHO, CHILD, LIKED, THING, ASK, DO, CLOSE };

/**
 * Everyday messages put together from parts: appointments, thanks, school, small illnesses.
 * @returns `count` different cases, the same every time.
 */
export function ordinaryMessages(count: number): readonly FlagCase[] {
  let state = 20261121;
  const pick = <T>(list: readonly T[]): T | undefined => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return list[Math.floor((state / 2 ** 32) * list.length)];
  };
  const texts = new Set<string>();
  while (texts.size < count) {
    const whole = (pick(SHAPES) ?? '')
      .replace(/[A-Z]{2,}/gu, (part) => pick(LISTS[part] ?? [part]) ?? part)
      .trim();
    texts.add(pick([0, 1, 2, 3, 4]) === 0 ? whole.toLowerCase().replaceAll("'", '') : whole);
  }
  return [...texts].map((text, index) => ({
    id: `ordinary-${index + 1}`,
    lang: 'en',
    direction: 'inbound',
    severity: 'none',
    category: null,
    text,
    note: 'put together',
  }));
}
