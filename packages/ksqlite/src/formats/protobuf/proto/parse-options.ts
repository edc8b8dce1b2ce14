import type { OptionValue, ProtoOption } from './proto-file.ts';
import type { ProtoReader } from './proto-reader.ts';

/** `[deprecated = true, (a).b = { c: 1 }]`, or nothing. */
export function parseOptions(reader: ProtoReader): readonly ProtoOption[] {
  if (!reader.takes('[')) return [];
  const options: ProtoOption[] = [];
  for (;;) {
    options.push(parseOption(reader));
    if (reader.takes(']')) return options;
    if (!reader.takes(',')) throw reader.error("Expected ',' or ']");
  }
}

/** A name and its value; in a text-format map `:` stands between them, which may be left out in front of `{`. */
export function parseOption(reader: ProtoReader, separator: '=' | ':' = '='): ProtoOption {
  return reader.nested(() => {
    const first = reader.peek();
    const name = reader.name();
    const path = pathOf(reader);
    if (!(separator === ':' && reader.peek() === '{')) {
      const found = reader.take();
      if (found !== separator) throw reader.error(`expected '${separator}' in option`);
    }
    let value = parseValue(reader);
    for (const part of path.reverse()) {
      const parenthesized = part.startsWith('(');
      const option = { name: parenthesized ? part.slice(1, -1) : part, parenthesized, value };
      value = { kind: 'OPTION', option };
    }
    return { name: first === '[' ? `[${name}]` : name, parenthesized: first === '(', value };
  });
}

/** Each is a level of what is printed. */
const MOST_PARTS = 50;

/** What follows a name: `.baz.(other)`. */
function pathOf(reader: ProtoReader): string[] {
  const path: string[] = [];
  while (reader.takes('.')) {
    if (path.length >= MOST_PARTS) throw reader.error(`more than ${MOST_PARTS} parts of a name`);
    const part = reader.name(true);
    path.push(...(part.startsWith('(') ? [part] : part.split('.', MOST_PARTS)));
  }
  return path;
}

function parseValue(reader: ProtoReader): OptionValue {
  const char = reader.peek();
  if (char === '{') return reader.nested(() => parseMap(reader));
  if (char === '[') return reader.nested(() => parseList(reader));
  if (char === '"' || char === "'") return { kind: 'STRING', text: reader.quoted() };
  const text = reader.word();
  if (/^[0-9-]/.test(text)) return { kind: 'NUMBER', text };
  return { kind: text === 'true' || text === 'false' ? 'BOOLEAN' : 'ENUM', text };
}

/** A name that comes twice has a list of values; `a.b: 1` is the entry b of a map a. */
function parseMap(reader: ProtoReader): OptionValue {
  reader.expect('{');
  const entries = new Map<string, OptionValue>();
  // Added to in place: a text may name the same thing any number of times.
  const lists = new Map<string, OptionValue[]>();
  const maps = new Map<string, Map<string, OptionValue>>();
  while (!reader.takes('}')) {
    const { name, value } = parseOption(reader, ':');
    const known = entries.get(name);
    if (value.kind === 'OPTION') {
      const inner = maps.get(name) ?? new Map(known?.kind === 'MAP' ? known.entries : []);
      maps.set(name, inner.set(value.option.name, value.option.value));
      entries.set(name, { kind: 'MAP', entries: inner });
    } else if (known === undefined) entries.set(name, value);
    else {
      const items = lists.get(name) ?? [...itemsOf(known)];
      for (const item of itemsOf(value)) items.push(item);
      lists.set(name, items);
      entries.set(name, { kind: 'LIST', items });
    }
    if (!reader.takes(',')) reader.takes(';');
  }
  return { kind: 'MAP', entries };
}

const itemsOf = (value: OptionValue): readonly OptionValue[] =>
  value.kind === 'LIST' ? value.items : [value];

function parseList(reader: ProtoReader): OptionValue {
  reader.expect('[');
  const items: OptionValue[] = [];
  while (!reader.takes(']')) {
    items.push(parseValue(reader));
    if (!reader.takes(',') && reader.peek() !== ']') throw reader.error("expected ',' or ']'");
  }
  return { kind: 'LIST', items };
}
