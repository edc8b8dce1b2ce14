import { runMain } from '../support/run-main.ts';
import { migrate } from './command/migrate.ts';

runMain(migrate);
