import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../chosen-topics.ts';
import { createTopicsCommand } from './create-command.ts';

runMain(createTopicsCommand(chooseLineTopics));
