import type { z } from 'zod';

/** A line for each key that is wrong, as Kafka Connect's answers have it; without its value, which may be a secret. */
export const errorsOfIssues = (issues: readonly z.core.$ZodIssue[], prefix = ''): readonly string[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `${prefix}${key} - there is no such key here: leave it out`);
    const key = `${prefix}${String(issue.path[0] ?? '')}`;
    if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
      return [`${key} - Missing required configuration "${key}" which has no default value.`];
    return [`${key} - ${issue.message}`];
  });
