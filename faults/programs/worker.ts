import { answerSeeds } from '../answer-seeds.ts';
import { checkProgram } from './check-program.ts';

/**
 * A process that checks the programs of the seeds that it is sent. Stacks of errors, which thousands of records of a program
 * make, are only taken where something was found, and it is run once more.
 */
answerSeeds(async (seed) => {
  Error.stackTraceLimit = 0;
  const checked = await checkProgram(seed);
  if (checked.violations.length === 0) return checked;
  Error.stackTraceLimit = 30;
  return checkProgram(seed);
});
