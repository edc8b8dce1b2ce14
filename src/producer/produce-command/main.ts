import { runMain } from 'ksqlite/cli';
import { chooseLineTopics } from '../../line/topics/chosen-topics.ts';
import { produceCommand } from './produce-command.ts';

runMain(produceCommand(chooseLineTopics));
