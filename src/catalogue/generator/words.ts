import { oneOf } from '../../producer/generator/random.ts';
import type { PartKind } from '../tables/tables.ts';

const MODELS = ['Falcon', 'Tatu', 'Onça', 'Comet', 'Gale', 'Sabiá', 'Rocket', 'Dune', 'Piranha', 'Aurora'];
const TRAITS = ['light', 'rugged', 'quiet', 'bright', 'low', 'fast', 'heavy-duty', 'weatherproof'];
const USES = ['for the track', 'for gravel', 'for beginners', 'for indoor races', 'for rain'];
const FIRMS = ['Metais', 'Rodas', 'Motores', 'Plásticos', 'Rádio', 'Oficina'];
const NAMES = ['Aurora', 'Boa Vista', 'Central', 'do Vale', 'Estrela', 'Irmãos Lima', 'Norte', 'Ponte Alta'];
const FIRST_NAMES = ['Ana', 'Bruno', 'Célia', 'Davi', 'Elisa', 'Fábio', 'Gabi', 'Heitor', 'Íris', 'João'];
const LAST_NAMES = ['Alves', 'Barbosa', 'Castro', 'Dias', 'Farias', 'Gomes', 'Lopes', 'Moraes', 'Rocha'];

type Random = () => number;

/** Words of a generated catalogue; some are not ASCII: what mishandles bytes shows. */
export const partName = (kind: PartKind, number: number, random: Random): string =>
  `${oneOf(MODELS, random)} ${kind} ${number}`;
export const partDescription = (random: Random): string =>
  `A ${oneOf(TRAITS, random)} and ${oneOf(TRAITS, random)} part ${oneOf(USES, random)}.`;
export const supplierName = (number: number, random: Random): string =>
  `${oneOf(FIRMS, random)} ${oneOf(NAMES, random)} ${number}`;
export const customerName = (random: Random): string =>
  `${oneOf(FIRST_NAMES, random)} ${oneOf(LAST_NAMES, random)}`;
/** @param turn of those that the customer has had */
export const email = (id: number, turn: number): string => `customer.${id}.${turn}@example.com`;
export const imageUrl = (partId: string, number: number): string =>
  `https://images.example.com/${partId}/${number}.jpg`;

/** What a password column holds: a salt and a hash. No password stands behind it. */
export function passwordHash(random: Random): string {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  return `scrypt:${hex(16)}:${hex(40)}`;
}
