import { coarsen } from './lib/picture/coarsen.ts';
import { buildEdges, nextBelow } from './lib/profile/edges.ts';

// hours
const hours = Array.from({ length: 24 }, (_, i) => i);
const e = buildEdges({
  quantiles: hours,
  deciles: [1, 3, 5, 7, 9, 12, 15, 18, 21],
  min: 0,
  max: 23,
  atoms: hours,
}).edges;
const c = new Array(e.length + 1).fill(0);
hours.forEach((h) => {
  c[e.indexOf(h)] = 10 + h;
});
console.log(JSON.stringify(coarsen(e, { baseline: c, current: null }, 32)));
const g = Array.from({ length: 251 }, (_, i) => Math.exp((i - 125) / 30));
const cg = new Array(252).fill(4);
cg[251] = 400;
console.log(JSON.stringify(coarsen(g, { baseline: new Array(252).fill(4), current: cg }, 32)));
console.log(
  JSON.stringify(coarsen([nextBelow(5), 5], { baseline: [0, 100, 0], current: [0, 100, 0] }, 32)),
);
