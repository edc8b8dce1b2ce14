/** The address that a process with a server tells first. Throws Error where it tells something else. */
export async function servedAddress<Message extends object>(process: {
  readonly next: () => Promise<Message>;
}): Promise<string> {
  const told = await process.next();
  if (!('url' in told)) throw new Error('the process told no address');
  return String(told.url);
}
