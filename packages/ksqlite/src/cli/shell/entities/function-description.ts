import { z } from 'zod';
import { cellText } from '../table/cell-text.ts';
import type { EntityFormat } from './entity-format.ts';
import { pairLines, section } from './pairs.ts';

const described = z.object({
  name: z.string(),
  type: z.string().default(''),
  description: z.string().default(''),
  functions: z.array(
    z.object({
      arguments: z.array(
        z.object({
          name: z.string().default(''),
          type: z.string(),
          description: z.string().default(''),
          isVariadic: z.boolean().default(false),
        }),
      ),
      returnType: z.string(),
      description: z.string().default(''),
    }),
  ),
});

export const formatFunction: EntityFormat = (entity, { colors }) => {
  const found = described.safeParse(entity).data;
  if (found === undefined) return undefined;
  const { name, type, description, functions } = found;
  const variants = functions.flatMap((one) => {
    const args = one.arguments.map(
      (argument) =>
        `${argument.name === '' ? '' : `${argument.name} `}${argument.type}${argument.isVariadic ? '…' : ''}`,
    );
    const notes = one.arguments.filter((argument) => argument.description !== '');
    return [
      cellText(`${name}(${args.join(', ')}) → ${one.returnType}`),
      ...(one.description === '' || one.description === description
        ? []
        : [cellText(`  ${one.description}`)]),
      ...notes.map((argument) => cellText(`  ${argument.name}: ${argument.description}`)),
    ];
  });
  return [
    ...pairLines(
      [
        ['Function', name],
        ['Type', type],
        ['', description],
      ],
      colors,
    ),
    ...section('Variants', variants, colors),
  ];
};
