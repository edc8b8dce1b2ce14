import { chooseTopics } from '../../command/chosen-topics.ts';
import { runMain } from '../../command/run-main.ts';
import { createTopicsCommand } from './create-command.ts';

runMain(createTopicsCommand(chooseTopics));
