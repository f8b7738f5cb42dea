// Phrases that point at somebody who is not named: another child, a brother, "the other one", a baby
// not yet on record, text that somebody else wrote. Each is looked for in the folded words of the
// message with one space between. Compiled by hand from everyday English, Welsh, Polish and Urdu.

const CHILD =
  '(?:kids?|kiddos?|child|children|childs|son|sons|daughter|daughters|daugther|boys?|girls?|lads?|lass|lasses|little (?:one|uns?|girl|boy|lad)s?|wee (?:one|uns?|boy|girl|lad)|baby|babys|babies|bairns?|weans?|twins|teenagers?|toddlers?|newborn|young (?:un|one|lad|girl)s?|youngest|eldest|oldest|step ?(?:son|daughter|kids?)|grand ?(?:son|daughter|kids?|child))';
const ADULT_OWNER =
  '(?:mates?|m8s?|friends?|fren|pals?|sisters?|sis|brothers?|bro|cousins?|neighbours?|neighbors?|partners?|exs?|boyfriends?|girlfriends?|bfs?|gfs?|aunties?|aunts?|uncles?|neices?|nieces?|nephews?|nephs?|mums?|mams?|dads?|colleagues?|workmates?|lodgers?|tenants?|landlords?|flatmates?|housemates?|someones?|somebodys|another|other|others|else|elses|next doors?|ladys?|womans?|mans?|blokes?|fellas?|guys?)';

/** Somebody else's child, or a relative who is none of the linked children. */
export const OTHER_PEOPLES_CHILD = new RegExp(
  [
    ` ${ADULT_OWNER} ${CHILD} `,
    ' (?:nephews?|neph|nieces?|neices?|neices|cousins?|cuz|stepsons?|stepdaughters?|step ?(?:brothers?|sisters?|bro|sis)|half ?(?:brothers?|sisters?)|step (?:son|daughter|kids?|brother|sister)s?|step ?child(?:ren)?|godsons?|goddaughters?|god ?child(?:ren)?|god (?:son|daughter)) ',
    ' (?:next door|nextdoor|downstairs|upstairs|across the road|over the road|down the (?:road|street)|up the (?:road|street)|from the (?:flats?|estate|corner)|(?:at|from) (?:number|num|no) \\d+|neighbours?|neighbors?|neighbourhood) ',
    ` (?:a|an|this|that|some|another|other|one|two|three|any|those|these|different) (?:other |little |young |older |younger |new |small )*${CHILD} `,
    ` (?:of|with|from) (?:my|his|her|their|our|the|a|one) (?:mates?|friends?|sisters?|brothers?|cousins?|neighbours?|exs?|ex) `,
    ' (?:my|our) (?:other|new) (?:foster )?(?:child|kid|placement|lad|girl|boy|son|daughter|little one) ',
    '(?<!\\b(?:both|my|our|your|ur)) (?:kids?|children|lads?|girls?|boys?) (?:at|from|in|on|off|round|across|down) (?:the |his |her |their |our |my |this |that )?(?:school|street|class|nursery|area|estate|club|year|park|road|flats?|block|home|unit|bus|team) ',
    ' (?:kids?|children|lads?|girls?|boys?) (?:who|that|next door) ',
    ' (?:my|our) (?:great )?grand ?(?:son|daughter|sons|daughters|child|children|kids?|bab(?:y|ies)) ',
    // Welsh, Polish, Urdu
    ' (?:nai|nith|cefnder|cyfnither|cymydog|gymydog|drws nesaf|ffrind|siostrzeniec|siostrzenca|siostrzenica|siostrzenice|bratanek|bratanka|bratanica|bratanice|kuzyn|kuzyna|kuzynka|kuzynke|sasiad|sasiada|sasiadka|sasiadki|sasiadow|kolega|kolegi|kolezanka|kolezanki|pasierb|pasierba|bhanja|bhanji|bhatija|bhatiji|bhateeja|padosi|parosi|padosan|dost|saheli) ',
  ].join('|'),
);

/** Somebody of the child's own age, who does or suffers something: "his mate got stabbed". */
export const CHILDS_FRIEND = new RegExp(
  [
    ' (?:his|her|their|thier) (?:best |school |little |older |so called |new )*(?:mates?|m8s?|friends?|pals?|besties?|boyfriends?|girlfriends?|bfs?|gfs?) (?:is|was|are|were|has|have|had|got|hit|told|said|did|been|punched|bit|kicked|pushed|sent|gave|stole|took|died|came|went|ran|left|lives?|wont|cant|keeps?|stabbed|beat|robbed|overdosed|ended) ',
    // anybody's children
    ' (?:grooming|touching|hurting|filming|following|watching|hitting|robbing|bullying|scaring|supplying|attacking|abusing) (?:\\w+ )?(?:girls|boys|kids|children|teenagers|teens|lads) ',
    // "frost from his class was there"
    '(?<! (?:letter|note|homework|work|message|text|email|teacher|ta|book|photo|picture|pic|news|report|back|home|away|far|move|moved|moving|excluded|out|up)) from (?:his|her|their) (?:class|form|year|team|year group) (?:is|was|has|had|hit|told|said|did|got|keeps|bit|kicked|pushed|punched|came|went|left|took) ',
  ].join('|'),
);

const SIBLING = '(?:brothers?|sisters?|bro|bros|sis|siblings?|bruv|brudder|lil ?bro|lil ?sis)';
/** A brother or sister, or "the other one", without a name. */
export const UNNAMED_SIBLING = new RegExp(
  [
    ` (?:his|her|their|hers|theirs|thier|ther|there|the|both|all|two|three|big|little|lil|older|younger|elder|twin|baby|half|step|wee|other|eldest|oldest|youngest) (?:big |little |lil |older |younger |elder |twin |baby |half |step |wee |other |two |three |full |own )*${SIBLING}s? `,
    ' siblings? ',
    ' (?:and|n|plus) (?:them|co|the other|the rest|the lot|the gang|the little ones?|the big ones?|the older ones?|the younger ones?) ',
    ' wrong name ',
    ' (?:wrong|other) (?:kid|child|one|lad|girl|boy) ',
    ' (?:his|her|their|other|the other|a) twin ',
    ' (?:other|another|different|diff|wrong|second|third|remaining) (?:one|ones|two|three|child|children|kids?|girls?|boys?|lads?|lass|daughters?|sons?|twin|baby|babies|1|2) ',
    ' (?:rest of (?:them|the kids|the children)|others|neither|either of them|one of them|one of the (?:kids|girls|boys|twins|others|children|lads)|which one|each of them|not this one|not that one|someone elses?|somebody elses?) ',
    // Welsh, Polish, Urdu
    ' (?:brawd|frawd|mrawd|chwaer|efaill|(?:merch|ferch|mab|fab|plentyn|blentyn|bachgen|un) arall|y llall|y lleill|siostra|siostry|siostre|bratem|bratu|rodzenstwo|rodzenstwa|drugi z nich|ten drugi|ta druga|ten inny|bhai|bhen|behen|behan|bahen|doosra|doosri|dusra|dusri) ',
  ].join('|'),
);
/** After a child's name with its "s": somebody who is not that child. */
export const SIBLING_AFTER = new RegExp(
  `^(?:big |little |lil |older |younger |elder |twin |baby |half |step |wee |own |full )*${SIBLING}\\b`,
);
/** The writer's own brother or sister is an adult, unless the writer is a child. */
export const OWN_SIBLING = new RegExp(
  ` (?:my|our) (?:big |little |lil |older |younger |elder |twin |baby |half |step |wee |own )*${SIBLING} `,
);

/** A child not on record yet: pregnancy, birth, a scan. */
export const NEW_BABY =
  / (?:pregnan\w*|preggers|preggo|expecting|due date|baby bump|my bump|the bump|new ?born|(?:not |un|no )named?(?: yet)?|named (?:him|her|yet)|no name yet|(?:little one|baby|babe|bubba) (?:has |have |finally )?(?:arrived|came|come|popped|made an appearance)|arrived (?:at )?\d+ ?(?:am|pm)|baby (?:boy|girl)|dilated|induced|being induced|delivery suite|birthing|both doing well|mum and baby|mother and baby|mam and baby|newborns?|new baby|new arrival|unborn|antenatal|midwife|midwifes|midwives|maternity|labour ward|in labou?r|contractions?|waters? (?:have |has |just |ve )*(?:gone|broke|broken|went)|my waters|gave birth|given birth|giving birth|had the baby|had (?:a|our|my|her) baby|having (?:a|another|our|the|her) baby|baby(?:s| is| has)? (?:here|arrived|born|due|coming|come)|born (?:today|yesterday|this morning|last night|at|on)|(?:my|the|a|her|our|first|next|another|baby|dating|growth) scan|scan (?:is|was|on|today|tomorrow|tmrw|date|picture|pictures|photo|pic|pics|went|appointment|appt)|12 week|20 week|week scan|wks gone|weeks gone|weeks? pregnant|its a (?:boy|girl)|\d+ ?lbs? ?\d*(?: ?oz)?|\d+lbs?|\d+oz|missed my period|late (?:on|with|for) my period|period (?:is |s )?(?:\w+ )?late|(?:im|am|be|become|became|is) an? (?:dad|mum|mam|nan|grandad|gran|uncle|auntie) again|pregnancy|positive test|test (?:was|is|came back) positive|morning sickness|gender reveal|having a (?:boy|girl|baby)|(?:gonna|going to|gunna|gna) be a (?:\w+ )?(?:dad|mum|mam|nan|grandad|gran)|im due (?:in|on) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|the|\d)\w*|c ?section|ceasarean|caesarean|epidural|(?:lost|losing|lose) (?:the|my|our|a|her) (?:baby|babies|twins)|still ?born|still ?birth|miscarr\w*|termination|abortion|feichiog|disgwyl|ciaza|ciazy|w ciazy|porod|polozna|hamla|umeed se|paidaish|babi newydd) /;

export const BABY =
  / (?:(?:the|our|my|her|his|little) )?(?:baby|babys|babba|babi|bubs|newborn|niemowle|nauzaida) /;

/** Somebody who is not the one the number is known for. */
export const SOMEBODY_ELSES_PHONE =
  / (?:(?:im|i am|am|ive|just|only) (?:using|borrowing|borrowed)|texting (?:from|on|off)|txting (?:from|on|off)|messaging (?:from|on)|this is [a-z ]{1,40} (?:on|using|from|off)|its [a-z ]{1,30} (?:on|using|off)) (?:his|her|their|my|our|\w+s) (?:\w+ )?(?:phone|fone|mobile|mob) /;

/** Text that somebody else wrote. */
export const FORWARDED =
  /^\s*(?:fwd?|forwarded|forwarding|fw)\b|\bfwd?:|\bforwarded\b|^\s*(?:>|»)|>>|\bcop(?:y|ied)(?: and|&| n)? ?-?paste?d?\b|\b(?:screen ?shot|screen ?grab)s?\b|\b(?:this|that|here) (?:is|was|s) (?:what|the (?:text|message|msg|email))\b[^.!?]{0,40}\b(?:sent|sends|said|wrote|put|got|texted)\b|\blook (?:what|at (?:what|this))\b|\b(?:he|she|they|mum|dad|mam|nan|ex|school|someone|somebody) (?:just )?(?:sent|texted|messaged|wrote|emailed) (?:me|us) (?:this|saying)\b|\b(?:got|had|received) (?:this|a|an) (?:text|txt|message|msg|voice ?note|dm)s? (?:off|from|saying)\b|\bsays?:|\b(?:msg|message|text|txt|email)s? (?:from|off)\b[^.!?]{0,40}:|\bpassing (?:this|it) on\b|\b(?:was|been|got|just|get) (?:sent|forwarded) (?:this|me this|the below)\b|\bsharing (?:this|from)\b|\b(?:seen|saw) this on\b|^\s*from [^:]{1,30}:|\bquote\b|\bsee below\b|\bpasted?\b/i;

/** A few words, or more, between quotation marks: somebody else's words. */
export const LONG_QUOTATION = /["“«„][^"”»“]*\s[^"”»“]*\s[^"”»“]*["”»“]/;

/** The number has passed to somebody: "got this number last week", "amy gave me this phone", "wrong number". */
export const PASSED_ON =
  / (?:(?:im|i am|this is|its) (?:just )?(?:a|her|his|their) (?:best )?(?:friend|mate|neighbour|neighbor|landlord|landlady|flatmate|housemate|colleague)(?= )|(?:got|had|bought|have|given) (?:given )?this (?:number|num|no|phone|fone|sim|mobile|mob)|(?:gave|give|given|sold|passed|lent) me (?:this|his|her|their|the) (?:old )?(?:number|phone|fone|sim|mobile)|this (?:number|phone|fone|sim) (?:used to be|was|belonged|is not|isnt|aint|no longer)|(?:used to be|was) (?:his|her|their|\\w+s) (?:old )?(?:number|phone)|wrong (?:number|num|person)) /;

/** A foster carer's own children, who are no placement of theirs. */
export const CARERS_OWN_CHILD =
  / (?:my|our) (?:own |birth |biological |real |adult )+(?:son|sons|daughter|daughters|kid|kids|child|children|boy|boys|girl|girls|lad|lads) /;
