/**
 * Does all jobs, at most `atOnce` at a time; results in the order of the jobs.
 *
 * @throws what the first to fail threw, once those under way have ended; they are told by the signal.
 */
export async function inParallel<Job, Result>(
  jobs: readonly Job[],
  atOnce: number,
  work: (job: Job, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const stop = new AbortController();
  const results: Result[] = [];
  const waiting = jobs.entries();
  const worker = async () => {
    for (const [i, job] of waiting) {
      try {
        results[i] = await work(job, stop.signal);
      } catch (error) {
        stop.abort(error);
      }
      if (stop.signal.aborted) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  stop.signal.throwIfAborted();
  return results;
}
