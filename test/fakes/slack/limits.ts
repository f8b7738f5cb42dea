// What Slack refuses in blocks and views (https://docs.slack.dev/reference/block-kit/blocks,
// https://docs.slack.dev/reference/views). Each finding is a sentence as Slack words them.
type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const MESSAGE_BLOCKS = 50;
const VIEW_BLOCKS = 100;
const KINDS = new Set([
  'section',
  'header',
  'divider',
  'context',
  'actions',
  'input',
  'image',
  'rich_text',
]);

/** Everything that Slack would refuse in a message's blocks. */
export function wrongInBlocks(blocks: unknown, most = MESSAGE_BLOCKS): string[] {
  if (blocks === undefined) return [];
  if (!Array.isArray(blocks)) return ['blocks is not an array'];
  const wrong =
    blocks.length > most ? [`no more than ${most} items allowed [json-pointer:/blocks]`] : [];
  const ids = blocks.flatMap((block) => (isObject(block) ? (block.block_id ?? []) : []));
  if (new Set(ids).size !== ids.length) wrong.push('block_id is not unique');
  return [...wrong, ...blocks.flatMap(wrongInBlock)];
}

/** Everything that Slack would refuse in a modal or a home tab. */
export function wrongInView(view: unknown): string[] {
  if (!isObject(view)) return ['view is not an object'];
  const wrong = wrongInBlocks(view.blocks, VIEW_BLOCKS);
  if (!Array.isArray(view.blocks)) wrong.push('missing required field: blocks');
  if (typeof view.private_metadata === 'string')
    longest(wrong, view.private_metadata, 3000, 'private_metadata');
  if (view.type === 'home') return wrong;
  if (view.type !== 'modal') return [...wrong, 'invalid view type'];
  if (!isObject(view.title)) wrong.push('missing required field: title');
  for (const name of ['title', 'submit', 'close'] as const) {
    if (view[name] !== undefined) plain(wrong, view[name], 24, name);
  }
  const hasInput = list(view.blocks).some((block) => isObject(block) && block.type === 'input');
  if (hasInput && view.submit === undefined) wrong.push('submit is required with an input block');
  return wrong;
}

function wrongInBlock(block: unknown): string[] {
  const wrong: string[] = [];
  if (!isObject(block)) return ['a block is not an object'];
  if (typeof block.type !== 'string' || !KINDS.has(block.type))
    return [`invalid block type ${block.type}`];
  if (typeof block.block_id === 'string') longest(wrong, block.block_id, 255, 'block_id');
  if (block.type === 'section') {
    if (block.text === undefined && block.fields === undefined)
      wrong.push('a section needs text or fields');
    if (block.text !== undefined) text(wrong, block.text, 3000, 'section text');
    if (list(block.fields).length > 10) wrong.push('more than 10 fields');
    for (const field of list(block.fields)) text(wrong, field, 2000, 'field');
    if (block.accessory !== undefined) element(wrong, block.accessory);
  }
  if (block.type === 'header') plain(wrong, block.text, 150, 'header');
  if (block.type === 'context' || block.type === 'actions') {
    const most = block.type === 'context' ? 10 : 25;
    const elements = list(block.elements);
    if (elements.length === 0 || elements.length > most)
      wrong.push(`${block.type} takes 1 to ${most} elements`);
    if (block.type === 'actions') for (const each of elements) element(wrong, each);
    else
      for (const each of elements)
        if (isObject(each) && each.type !== 'image') text(wrong, each, 3000, 'context');
  }
  if (block.type === 'input') {
    plain(wrong, block.label, 2000, 'label');
    if (block.hint !== undefined) plain(wrong, block.hint, 2000, 'hint');
    element(wrong, block.element);
  }
  return wrong;
}

function element(wrong: string[], given: unknown): void {
  if (!isObject(given)) return void wrong.push('an element is not an object');
  const { type } = given;
  if (typeof given.action_id === 'string') longest(wrong, given.action_id, 255, 'action_id');
  if (type === 'button') {
    plain(wrong, given.text, 75, 'button text');
    if (given.value !== undefined) longest(wrong, String(given.value), 2000, 'button value');
    if (given.style !== undefined && given.style !== 'primary' && given.style !== 'danger')
      wrong.push('invalid style');
    if (given.url !== undefined) longest(wrong, String(given.url), 3000, 'url');
  }
  if (type === 'plain_text_input') {
    if (Number(given.max_length ?? 0) > 3000) wrong.push('max_length is above 3000');
    if (given.initial_value !== undefined)
      longest(wrong, String(given.initial_value), 3000, 'initial_value');
  }
  if (given.placeholder !== undefined) plain(wrong, given.placeholder, 150, 'placeholder');
  if (type === 'checkboxes' || type === 'radio_buttons') options(wrong, given.options, 10, 75);
  if (type === 'static_select' || type === 'multi_static_select') {
    if (given.options !== undefined) options(wrong, given.options, 100, 75);
  }
  if (type === 'overflow') options(wrong, given.options, 5, 75);
}

/** Options of a menu or of an answer to an options request. */
export function options(wrong: string[], given: unknown, most: number, length: number): void {
  const all = list(given);
  if (all.length === 0 || all.length > most) wrong.push(`1 to ${most} options`);
  for (const option of all) {
    if (!isObject(option)) wrong.push('an option is not an object');
    else {
      text(wrong, option.text, length, 'option text');
      longest(wrong, String(option.value ?? ''), 150, 'option value');
      if (option.description !== undefined)
        text(wrong, option.description, 75, 'option description');
    }
  }
}

function plain(wrong: string[], given: unknown, most: number, what: string): void {
  if (isObject(given) && given.type !== 'plain_text') wrong.push(`${what} must be plain_text`);
  text(wrong, given, most, what);
}

function text(wrong: string[], given: unknown, most: number, what: string): void {
  if (!isObject(given) || typeof given.text !== 'string')
    return void wrong.push(`${what} is no text object`);
  if (given.text.length === 0) wrong.push(`${what} must be more than 0 characters`);
  longest(wrong, given.text, most, what);
}

function longest(wrong: string[], given: string, most: number, what: string): void {
  if ([...given].length > most) wrong.push(`${what} must be less than ${most + 1} characters`);
}
