import { runMain } from 'ksqlite/cli';
import { chooseTopics } from 'ksqlite/topics';
import { produceCommand } from './produce-command/produce-command.ts';

runMain(produceCommand(chooseTopics));
