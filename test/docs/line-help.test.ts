import { lineHelp } from '../../src/line/options.ts';
import { expectGenerated } from './documents.ts';

test('docs/guide/line.md shows the options as --help prints them', () => {
  const help = lineHelp(80);
  expectGenerated(
    'docs/guide/line.md',
    'HELP',
    `\`\`\`text\n${help.slice(0, help.indexOf('\nExamples:'))}\`\`\`\n`,
  );
});
