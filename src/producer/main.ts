import { chooseTopics } from '../command/chosen-topics.ts';
import { runMain } from '../command/run-main.ts';
import { produceCommand } from './produce-command/produce-command.ts';

runMain(produceCommand(chooseTopics));
