/**
 * CPython's `random.Random(seed).sample(range(n), k)` for small n: what river draws with.
 *
 * @see Matsumoto & Nishimura (1998), Mersenne twister; CPython's Lib/random.py and Modules/_randommodule.c
 */
export function pythonSampler(seed: number): (n: number, k: number) => number[] {
  const next = mersenneTwister(seed);
  const below = (n: number): number => {
    const bits = 32 - Math.clz32(n);
    const drawn = next() >>> (32 - bits);
    return drawn < n ? drawn : below(n);
  };
  return (n, k) => {
    const pool = Array.from({ length: n }, (_, i) => i);
    return Array.from({ length: k }, (_, i) => {
      const place = below(n - i);
      const drawn = pool[place] ?? 0;
      pool[place] = pool[n - i - 1] ?? 0;
      return drawn;
    });
  };
}

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(624);
  const at = (i: number) => state[i % 624] ?? 0;
  state[0] = 19650218;
  for (let i = 1; i < 624; i++) {
    state[i] = Math.imul(1812433253, at(i - 1) ^ (at(i - 1) >>> 30)) + i;
  }
  const stir = (i: number, factor: number, more: number) => {
    state[i] = (at(i) ^ Math.imul(at(i - 1) ^ (at(i - 1) >>> 30), factor)) + more;
    if (i === 623) state[0] = at(623);
    return i === 623 ? 1 : i + 1;
  };
  let place = 1;
  for (let k = 0; k < 624; k++) place = stir(place, 1664525, seed);
  for (let k = 0; k < 623; k++) place = stir(place, 1566083941, -place);
  state[0] = 0x80000000;
  let used = 624;
  return () => {
    if (used === 624) {
      for (let i = 0; i < 624; i++) {
        const y = (at(i) & 0x80000000) | (at(i + 1) & 0x7fffffff);
        state[i] = at(i + 397) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      used = 0;
    }
    let y = at(used);
    used += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}
