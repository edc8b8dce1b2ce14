import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from 'ksqlite/cli';
import { linkModules } from '../../tooling/link-modules.ts';

export interface BaseTree {
  readonly folder: string;
  readonly commit: string;
  readonly remove: () => void;
}

/**
 * A git ref as a working tree beside this one: with this tree's `bench/`, so that both are measured alike, and its
 * installed packages.
 *
 * @param root of this tree
 * @param parent where the folder is made
 * @throws CommandError USAGE: there is no such ref, or this is no clone
 */
export function makeBaseTree(root: string, ref: string, parent: string): BaseTree {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  let commit: string;
  try {
    commit = git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
  } catch {
    throw new CommandError('USAGE', `compare: git knows no ${ref}`);
  }
  const folder = mkdtempSync(join(parent, 'bench-base-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  };
  try {
    git('worktree', 'add', '--detach', '--force', folder, commit);
    // a tree from before there was the package can't be measured by a bench that imports it: it has its own
    if (existsSync(join(folder, 'packages'))) {
      rmSync(join(folder, 'bench'), { recursive: true, force: true });
      cpSync(join(root, 'bench'), join(folder, 'bench'), { recursive: true });
    }
    linkModules(root, folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, commit: commit.slice(0, 10), remove };
}
