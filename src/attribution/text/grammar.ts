// Small closed classes of English words that show what a word beside them is. Compiled by hand from
// everyday English; folded, with the contractions as they are typed without apostrophes.
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** After one of these stands a thing, not a person's name. */
export const DETERMINERS =
  words(`a an the this that these those some any no every each another much more most less
  little bit few many`);

/** After one of these a person is often named. */
export const BEFORE_A_PERSON =
  words(`about with told tell telling tells saw see seen seeing met meet meeting for from ask asked asking asks
  rang ring ringing phoned called named name text texted hate hates love loves like likes and or took take taking takes bring bringing
  brought collect collecting collected pick picked picking drop dropping dropped drops get got getting fetch fetching fetched
  let lets help helping helped near hit hits hurt hurts hurting pushed punched bit kicked left leave leaving give gave giving
  re regarding concerning than when if because cos coz as but that where how has is was did does can will would could should
  visit visiting visited see watched watching had having keep keeping to against between worried visited blames blamed`);

/** Said of a person and seldom of a thing: what follows the name of somebody who does something. */
export const PERSON_VERBS =
  words(`said says sed told tells asked asks wants wanted loves loved hates hated hasnt havent wont doesnt didnt dont
  isnt wasnt hit hits punched bit kicked bites kicks cried cries slept sleeps woke wakes lost broke stole ran went goes came comes gets got
  keeps kept started refuses refused lives stays stayed left needs needed thinks thought feels felt knows knew likes liked misses missed
  eats ate drank smokes smoked vapes fell hurts shouted shouts screamed screams threw throws pushed punches swore swears walked
  passed failed plays played texted texts rang rings phoned phones messaged turned turns moved moves cant couldnt wouldnt shouldnt
  settled behaved misbehaved absconded disclosed attended arrived seemed seems looked looks started struggles struggled kicks`);

/** May follow a person's name, and many other words too. */
export const BE_AND_HAVE = words(
  'is was has had s been will would could should may might can does did be being have',
);

/** After a possessive these belong to, or are kin of, the person. */
export const BELONGS_TO_A_PERSON =
  words(`mum mam mom mums mummy mother dad daddy dads father nan nans nanny nana nain nanna gran grandma granny grandad grandpa taid tad
  stepdad stepmum stepdads stepmums auntie aunty aunt uncle brother brothers sister sisters bro sis sibling siblings twin cousin cousins mate mates friend friends
  boyfriend girlfriend bf gf partner family parents son daughter kid kids baby partner ex
  school nursery teacher class room bedroom bed bag coat shoes phone tablet birthday bday contact review meeting appointment appt passport social worker sw
  carer carers foster placement key keyworker clothes uniform dinner lunch medicine meds inhaler glasses hair head arm leg tooth teeth behaviour attitude
  report plan money bus taxi case file birth solicitor guardian doctor dentist gp health attendance homework bike cot pram bottle nappy wheelchair hearing eczema asthma`);

/** A name on record followed by one of these is spoken to, not about. */
export const AFTER_AN_ADDRESS =
  words(`can could are do did would i im ive ill id please pls plz just when what whats where wheres who whos why how hows we weve
  u ur you your thanks thank thankyou thx ta cheers ok okay sorry soz any its it this there theres my the hope hoping sure yes no yeah hello hi`);
/** After a verb that is also a name: "mark me down", "will you". */
export const PRONOUNS = words(
  'u you it that this me him her them us my our your ur his he she they we i there be the a an do get call ring go come need have been',
);

export const TITLES =
  words(`mr mrs ms miss mister missus dr doctor nurse pc dc ps sgt sergeant constable inspector officer auntie aunty aunt anty uncle nan nanny nana nain taid
  gran granny grandma grandad grandpa gramps mamgu tadcu sir madam judge rev reverend father fr imam pastor sister matron midwife teacher prof professor
  pan pani panstwo ciocia wujek babcia dziadek chacha chachi mamu khala phupho baji bhaiya cllr councillor coach headteacher social worker keyworker`);

/** Of the titles those that only adults bear: "Mr Hope" is no child called Hope. */
export const ADULT_TITLES =
  words(`mr mrs ms mister missus dr pc dc ps sgt sergeant constable inspector auntie aunty aunt anty uncle
  sir madam judge rev reverend cllr councillor prof professor`);

export const GREETINGS =
  words(`hi hiya hiyaa hiyah hey heya hello helo hullo ello morning mornin afternoon evening evenin alright dear yo heyy hii hiii
  salaam salam assalamualaikum shwmae sumai helo bore witam czesc hej`);

export const THANKING = words(
  'thanks thank thankyou thx thanx tnx ta cheers tks diolch dziekuje dzieki shukriya ok okay okey yes yeah yep no sorry soz bye please pls great perfect',
);

/** What follows begins anew: somebody may be its subject. */
export const OPENS_A_CLAUSE = words(
  `and but cos coz because so that if when has is did does can why where how says said think`,
);
/** Only of people, even in small letters: "told grace"; "with joy" is not among them. */
export const HANDS_OVER =
  words(`about told tell asked ask saw met seen took taking bringing brought collect collecting collected dropping dropped picking picked
  fetch fetching rang text texted phoned visit visiting called named`);
