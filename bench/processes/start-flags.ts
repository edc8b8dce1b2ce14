import { readFileSync } from 'node:fs';

/**
 * Node's flags of `npm start`, from package.json: what a user's line starts with. Where that script is more than `node`,
 * flags and a file, those of this process.
 */
export function startFlags(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return flagsOf(scripts.start ?? '') ?? process.execArgv;
}

/** The flags of `node FLAGS… FILE`; undefined where a script is something else. */
export function flagsOf(script: string): readonly string[] | undefined {
  const [node, ...rest] = script.trim().split(/\s+/);
  const file = rest.pop();
  const isPlain =
    node === 'node' && file !== undefined && /\.[cm]?[jt]s$/.test(file) && !/["'&|;$`]/.test(script);
  return isPlain ? rest : undefined;
}
