import { runMain } from '../command/run-main.ts';
import { migrate } from './command/migrate.ts';

runMain(migrate);
