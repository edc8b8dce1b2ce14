/**
 * What Node finds the same to the letter Jest need not compare value by value: for the records of thousands of random runs that
 * takes a tenth of the time. All else Jest decides, and tells, as ever. In Jest's setupFilesAfterEnv.
 */
import { isDeepStrictEqual } from 'node:util';

expect.addEqualityTesters([(a, b) => (isDeepStrictEqual(a, b) ? true : undefined)]);
