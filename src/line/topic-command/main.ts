import { chooseTopics } from '../../command/chosen-topics.ts';
import { runMain } from '../../command/run-main.ts';
import { topicCommand } from './topic-command.ts';

runMain(topicCommand(chooseTopics));
