/** Waits until something is so, looking again and again. Throws shortly before Jest ends the test, which could not say where. */
export async function until(done: () => boolean | Promise<boolean>, ms = 170_000): Promise<void> {
  for (const end = Date.now() + ms; !(await done()); ) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
