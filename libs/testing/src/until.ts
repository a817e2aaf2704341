const POLL_EVERY_MS = 10;

/** Waits for what comes in its own time. Throws, with `told`, if that is not within `withinMs`, by default 20 seconds. */
export async function until(holds: () => boolean | Promise<boolean>, { withinMs = 20_000, told = 'what was waited for' } = {}): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${told}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
}
