// Words for several children at once, or for one by age: "the kids", "both of them", "the twins",
// "all three", "my eldest". English, with the everyday Welsh, Polish and Urdu words.

export type GroupSaid =
  | { phrase: string; group: 'all' }
  | { phrase: string; group: 'number'; number: number }
  | { phrase: string; group: 'twins'; number: number }
  | { phrase: string; group: 'sex'; sex: 'female' | 'male' }
  | { phrase: string; group: 'age'; age: 'eldest' | 'youngest' }
  /** One child, without saying which. */
  | { phrase: string; group: 'one' }
  /** Several children, or some of several, without saying which. */
  | { phrase: string; group: 'unclear' };

const NUMBERS: Record<string, number> = {
  both: 2,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  '2': 2,
  '3': 3,
  '4': 4,
  '5': 5,
  '6': 6,
};
/** After "both" or a number these are things, days or adults. */
const NO_CHILDREN =
  /^(?:of us|days?|times?|dates?|weeks?|months?|years?|hours?|hrs|mins?|minutes|letters?|appointments?|appts?|forms?|options?|parents|ways|ends?|sides?|sessions?|visits?|meetings?|calls?|numbers?|schools?|sets?|bags?|beds?|rooms?|cars?|buses|trains?|shifts?|jobs?|pounds?|quid|days|nights?|mornings?|afternoons?|lots|places|homes|families|houses|phones?|pairs?|teeth|tooth|eyes|ears|legs|arms|hands|feet|shoes|people|adults|workers|professionals|dogs?|cats?|doing well|me and|you and|u and|am|pm|o ?clock|oclock|ish|past|to|st|nd|rd|th|x)\b/;
const CHILDREN =
  '(?:kids|kiddies|kidz|kiddos|children|childs|childrens|bairns|weans|little ones|littluns|lil ones|littles|babies|boys and girls|siblings|brood|tribe|gang|lot|rabble|plant|blant|dzieci|dzieciaki|bachay|bachon|bache|bachche|bacho|bachy|copiii|hijos|cocuklar|carruurta)';

const EVERYONE = new RegExp(
  ` (?:(all|the|my|our|these|them) )?(?:(all|the|my|our|lovely|poor|own) )?(${CHILDREN}) (?=(\\S+))`,
);

/** Every phrase below holds one of these: most messages hold none, and are not searched further. */
const GROUP_WORD = new RegExp(
  ` (?:twins?|twinnies|triplets|efeilliaid|blizniaki|blizniakow|blizniaczki|judwa|both|two|three|four|five|six|seven|[2-6]|pair|ddau|ddwy|oboje|obie|oba|obydwoje|dono|donon|donoon|girls?|boys?|lads?|lass(?:es)?|daughters?|sons?|eldest|oldest|youngest|middle|big|older|younger|them|little|wee|${CHILDREN.slice(3, -1)}) `,
);

export function groupSaid(text: string): GroupSaid | null {
  if (!GROUP_WORD.test(text)) return null;
  return (
    twins(text) ?? counted(text) ?? eachSex(text) ?? byAge(text) ?? everyone(text) ?? loosely(text)
  );
}

function twins(text: string): GroupSaid | null {
  const found =
    / (?:the |my |our |both |)(twins?|twinnies|triplets|efeilliaid|blizniaki|blizniakow|blizniaczki|judwa) /.exec(
      text,
    );
  if (found === null) return null;
  if (found[1] === 'twin') return { phrase: found[0].trim(), group: 'unclear' };
  return { phrase: found[0].trim(), group: 'twins', number: found[1] === 'triplets' ? 3 : 2 };
}

function counted(text: string): GroupSaid | null {
  for (const found of text.matchAll(
    / (?:(all|the|my|our|them|these|those) )?(both|two|three|four|five|six|seven|[2-6]) (?:(of (?:them|the kids|the children|the boys|the girls|my kids|the lads))|(kids|children|little ones|boys|girls|lads|daughters|sons|bairns))? ?/g,
  )) {
    const [whole, all = '', numberWord = '', ofThem, children] = found;
    const number = NUMBERS[numberWord] ?? 0;
    const rest = text.slice((found.index ?? 0) + whole.length).trimStart();
    const phrase = whole.trim();
    if (/^(boys|girls|lads|daughters|sons)$/.test(children ?? ''))
      return { phrase, group: 'unclear' };
    if (ofThem !== undefined || children !== undefined) {
      return /^(of the (?:boys|girls|lads))$/.test(ofThem ?? '')
        ? { phrase, group: 'unclear' }
        : { phrase, group: 'number', number };
    }
    if (NO_CHILDREN.test(rest)) continue;
    if (numberWord === 'both') return { phrase, group: 'number', number };
    if (all === 'all') return { phrase, group: 'number', number };
  }
  const pair = / (?:pair of them|them two|those two|these two|the pair) /.exec(text);
  if (pair !== null) return { phrase: pair[0].trim(), group: 'number', number: 2 };
  if (/ (?:y ddau|y ddwy|oboje|obie|oba|obydwoje|dono|donon|donoon) /.test(text))
    return { phrase: 'both', group: 'number', number: 2 };
  return null;
}

function eachSex(text: string): GroupSaid | null {
  const found = / (?:the|my|our) (girls|boys|lads|lasses|daughters|sons) /.exec(text);
  if (found === null) return null;
  return {
    phrase: found[0].trim(),
    group: 'sex',
    sex: /^(girls|lasses|daughters)$/.test(found[1] ?? '') ? 'female' : 'male',
  };
}

function byAge(text: string): GroupSaid | null {
  const found =
    / (?:my|our|the) (eldest|oldest|youngest|middle one|middle child|big one|older one|younger one|older two|younger two|two eldest|two youngest|oldest two|youngest two|big ones)(?: (?:one|child|boy|girl|lad|son|daughter|two))? /.exec(
      text,
    );
  if (found === null) return null;
  const phrase = found[0].trim();
  if (/ two| ones|two /.test(phrase)) return { phrase, group: 'unclear' };
  if (/eldest|oldest/.test(phrase)) return { phrase, group: 'age', age: 'eldest' };
  if (/youngest/.test(phrase)) return { phrase, group: 'age', age: 'youngest' };
  return { phrase, group: 'unclear' };
}

/** Not "the kids club", "children's services", "other kids", "kids at school". */
function everyone(text: string): GroupSaid | null {
  const found = EVERYONE.exec(`${text}. `);
  const loose =
    /( all of them | the (?:whole )?lot of them | every one of them | all the kids )/.exec(text);
  if (loose !== null) return { phrase: loose[0].trim(), group: 'all' };
  if (found === null) return null;
  const [whole, first, , children = '', after = ''] = found;
  const phrase = whole.trim();
  if (/^(lot|gang|tribe|brood|rabble|siblings|babies)$/.test(children))
    return first === undefined || children === 'lot' ? null : { phrase, group: 'unclear' };
  if (
    /^(club|clubs|services|service|centre|center|social|home|homes|guardian|ward|hospital|menu|party|parties|clothes|stuff|toys|tv|room|rooms|school|schools|nursery|panel|team|act|court|worker|meal|meals|bus|play|area|park|in|at|from|who|that|next)$/.test(
      after,
    )
  ) {
    return /^(clothes|stuff|toys|room|rooms|school|schools|in|at|from)$/.test(after)
      ? { phrase, group: 'unclear' }
      : null;
  }
  if (children === 'childrens') return null;
  return { phrase, group: 'all' };
}

/** Words that mean one child or several of the family, when nothing says which. */
function loosely(text: string): GroupSaid | null {
  const one =
    / (?:the|my|our) (?:little one|wee one|boy|girl|lad|lass|little man|little girl|little lad|big man) /.exec(
      text,
    );
  if (one !== null) return { phrase: one[0].trim(), group: 'one' };
  const several = / (?:they both|them both) /.exec(text);
  return several === null ? null : { phrase: several[0].trim(), group: 'unclear' };
}
