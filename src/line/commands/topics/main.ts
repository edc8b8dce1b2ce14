import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../../topics/chosen-topics.ts';
import { createTopicsCommand } from './create-topics-command.ts';

runMain(createTopicsCommand(chooseLineTopics));
