import type { StateContext } from '../../state/state-context.ts';

export interface NotedTime {
  /** The latest time noted before the last restart, or -1. */
  readonly atStart: number;
  note(streamTime: number): void;
}

/**
 * Stream time that moved without a record that a window store keeps: by `advance`, or by a record that an aggregate could
 * not take. Without it a restart would set time back, and report windows of EMIT FINAL a second time.
 *
 * @param name the operator's; the changelog is `NAME-time`
 */
export function notedTime(context: StateContext, name: string): NotedTime {
  let noted = -1;
  const changelog = context.changelog(`${name}-time`, {
    replay: (change) => {
      noted = change.f64();
    },
    writeSnapshot: (writer) => writer.f64(noted),
    restore: (snapshot) => {
      noted = snapshot.f64();
    },
  });
  return {
    atStart: noted,
    note: (streamTime) => {
      noted = streamTime;
      changelog.begin().f64(streamTime);
      changelog.end();
    },
  };
}
