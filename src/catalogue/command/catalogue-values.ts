import { type Value, wholeNumber } from 'ksqlite/cli';
import { z } from 'zod';

/** The fewest that a catalogue may have: a car needs a second, different part of each kind. */
export const FEWEST_PARTS = 70;
const MOST_PARTS = 10_000_000;
/** Rows a second. */
export const DEFAULT_CHANGES = 10;

export const PARTS = wholeNumber(FEWEST_PARTS, MOST_PARTS, 'the number of parts');
export const CHANGES = wholeNumber(0, 100_000, 'changed rows a second');
export const TOTAL = wholeNumber(0, 1_000_000_000, 'changed rows in all');
export const SEARCH_URL: Value<string> = {
  schema: z.string().regex(/^https?:\/\/[^\s@?#']+$/),
  wants: 'the http(s) address of a search index, without user, such as http://localhost:9200',
};
export const GRAPH_URL: Value<string> = {
  schema: z.string().regex(/^(neo4j|bolt)(\+s|\+ssc)?:\/\/[^\s@/?#']+$/),
  wants: 'the address of a Neo4j, without user, such as bolt://localhost:7687',
};
