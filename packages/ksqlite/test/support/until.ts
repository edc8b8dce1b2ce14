/** Waits until something is so, looking again and again; fails loudly long after it should have been. */
export async function until(done: () => boolean | Promise<boolean>, ms = 25_000): Promise<void> {
  for (const end = Date.now() + ms; !(await done()); ) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
