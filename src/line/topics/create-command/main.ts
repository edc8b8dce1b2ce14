import { runMain } from 'ksqlite/cli';
import { chooseTopics } from 'ksqlite/topics';
import { createTopicsCommand } from './create-command.ts';

runMain(createTopicsCommand(chooseTopics));
