/**
 * The files of ksql-test-runner: `{"inputs": […]}` and `{"outputs": […]}`.
 *
 * Source of the rule: InputRecordsNode, OutputRecordsNode and RecordNode of ksqlDB's functional tests, whose words the messages are.
 */

import { readFileSync } from 'node:fs';
import { messageOf } from '../../errors/message-of.ts';
import { isObject, type Json, NumberText } from '../../formats/json/json-tree.ts';
import { parseExactly } from '../../formats/json/reading/exact-json.ts';
import type { FileHeader, FileRecord, FileWindow } from './triple.ts';

/** A file that is not of the form. */
export class RecordsFileError extends Error {
  override readonly name = 'RecordsFileError';
  readonly file: string;

  constructor(file: string, reason: string) {
    super(`File name: ${file} Message: ${reason}`);
    this.file = file;
  }
}

/** @throws RecordsFileError */
export function readRecords(file: string, field: 'inputs' | 'outputs'): readonly FileRecord[] {
  try {
    return recordsOf(readFileSync(file, 'utf8'), field);
  } catch (error) {
    throw new RecordsFileError(file, messageOf(error));
  }
}

function recordsOf(text: string, field: 'inputs' | 'outputs'): readonly FileRecord[] {
  JSON.parse(text);
  const records = get(parseExactly(text), field);
  if (!Array.isArray(records)) throw new Error(`No '${field}' field in the ${field.slice(0, -1)} file.`);
  if (records.length === 0) throw new Error(`${field === 'inputs' ? 'Inputs' : 'Outputs'} cannot be empty.`);
  return records.map(recordOf);
}

function recordOf(node: Json): FileRecord {
  const topic = get(node, 'topic');
  if (typeof topic !== 'string' || topic === '') throw new Error("Expected field 'topic' not found");
  const headers = get(node, 'headers');
  return {
    topic,
    key: get(node, 'key') ?? null,
    value: get(node, 'value') ?? null,
    timestamp: numberOf(get(node, 'timestamp')),
    window: windowOf(get(node, 'window') ?? null),
    headers: Array.isArray(headers) ? headers.map(headerOf) : [],
  };
}

function windowOf(node: Json): FileWindow | undefined {
  if (node === null) return undefined;
  const type = String(get(node, 'type')).toUpperCase();
  const [start, end] = [numberOf(get(node, 'start')), numberOf(get(node, 'end'))];
  if (start === undefined || end === undefined || (type !== 'TIME' && type !== 'SESSION'))
    throw new Error("a 'window' has a 'start', an 'end' and a 'type' of TIME or SESSION");
  return { start, end, type };
}

function headerOf(node: Json): FileHeader {
  const value = get(node, 'VALUE');
  return { key: String(get(node, 'KEY')), value: typeof value === 'string' ? value : null };
}

const get = (node: Json, name: string): Json | undefined =>
  isObject(node) && node instanceof Map ? node.get(name) : undefined;

const numberOf = (value: Json | undefined): number | undefined =>
  value instanceof NumberText ? Number(value.text) : undefined;
