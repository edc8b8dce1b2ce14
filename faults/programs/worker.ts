import { answerSeeds } from '../answer-seeds.ts';
import { checkProgram } from './check-program.ts';

/** A process that checks the programs of the seeds that it is sent. */
answerSeeds(checkProgram);
