// Sets of played seconds as sorted [from, to] pairs; the server keeps the true one, this one only draws.
export function union(spans, more) {
  const all = [...spans, ...more].filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [from, to] of all) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 0.05) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export const measure = (spans) => spans.reduce((sum, [from, to]) => sum + to - from, 0);

export function gaps(spans, length) {
  const edges = [0, ...spans.flat(), length];
  const open = [];
  for (let index = 0; index < edges.length; index += 2) {
    if (edges[index + 1] - edges[index] > 0.5) open.push([edges[index], edges[index + 1]]);
  }
  return open;
}

export function clock(seconds) {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const rest = String(whole % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}
