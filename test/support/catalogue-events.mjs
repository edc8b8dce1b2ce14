// Checks the events of a catalogue, catalogue.public.TABLE, against the history of the source of truth: each committed row has one event,
// of what was committed, in order. It knows nothing of how they came there.
//
// What was committed before a snapshot has no event of its own: the row as it was is read (op r), with the time of the snapshot. So the
// lines of a key that come before its first event are left out, and the last of them is the row that was read.

/**
 * @param history committed states, in order: {n, at, table, key, before, after}
 * @param events records by table: {key (JSON text), partition, offset, value (envelope or null)}
 * @returns what is wrong, in words; and the history as it was published: that of catalogue-check.mjs
 */
export function checkEvents(history, events) {
  const violations = [];
  const published = [];
  const ofKey = new Map();
  const linesOf = (name) => {
    if (!ofKey.has(name)) ofKey.set(name, { lines: [], events: [] });
    return ofKey.get(name);
  };
  for (const line of history) linesOf(`${line.table} ${line.key}`).lines.push(line);
  const counts = { r: 0, c: 0, u: 0, d: 0, tombstones: 0 };
  for (const [table, records] of Object.entries(events))
    for (const { key, value } of [...records].sort(
      (a, b) => a.partition - b.partition || a.offset - b.offset,
    )) {
      if (value === null) counts.tombstones++;
      else {
        counts[value.op]++;
        linesOf(`${table} ${JSON.parse(key).id}`).events.push(value);
      }
    }
  if (counts.tombstones !== counts.d)
    violations.push(`${counts.d} deletes and ${counts.tombstones} tombstones`);
  for (const [name, { lines, events: told }] of ofKey) {
    const hidden = lines.length - told.length + (told[0]?.op === 'r' ? 1 : 0);
    if (hidden < 0) {
      violations.push(`events: ${name}: ${told.length} events of ${lines.length} committed rows`);
      continue;
    }
    // a row that was read is that of the last line before it; one that was not there had been deleted
    const first = told[0]?.op === 'r' ? hidden - 1 : hidden;
    const last = lines[hidden - 1];
    if (hidden > 0 && told[0]?.op !== 'r' && last.after !== null)
      violations.push(`events: ${name}: nothing tells of ${JSON.stringify(last.after)}`);
    told.forEach((event, i) => {
      const line = lines[first + i];
      const op = event.op === 'r' ? 'r' : line.before === null ? 'c' : line.after === null ? 'd' : 'u';
      const before = event.op === 'r' ? null : line.before;
      if (event.op !== op || !same(event.before, before) || !same(event.after, line.after))
        violations.push(`events: ${name}: ${JSON.stringify(event)} is not of ${JSON.stringify(line)}`);
      if (op !== 'r' && event.source.ts_ms !== line.at)
        violations.push(`events: ${name}: the time of ${line.n} is ${line.at}, not ${event.source.ts_ms}`);
      published.push({ ...line, before, at: op === 'r' ? event.source.ts_ms : line.at });
    });
  }
  published.sort((a, b) => a.n - b.n);
  return { violations, published, counts };
}

/** Whatever the order of fields. */
function same(a, b) {
  if (a === b || (a == null && b == null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a == null || b == null) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name], b[name]));
}
