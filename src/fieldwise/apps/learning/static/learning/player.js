// The player: native video, our own controls. Seeking is always free; what counts is what was played.
import { mend } from "./mending.js";
import { Reporter } from "./reporting.js";
import { clock, gaps, measure, union } from "./spans.js";

const part = (name) => document.querySelector(`[data-player="${name}"]`);
const parts = (name) => [...document.querySelectorAll(`[data-player="${name}"]`)];
const root = part("root");
const video = part("video");
const stage = part("stage");
const bar = part("bar");
const length = Number(root.dataset.seconds);
const reporter = new Reporter(root.dataset.plays, root.dataset.component, length, drawPlayed);
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

let last = null; // where playing was when the clock was last read
let wasComplete = false;

const announce = (text) => { part("status").textContent = text; };
const played = () => (reporter.state.complete ? [[0, length]] : union(reporter.state.played, reporter.played()));

// --- what is played, while it plays

function read() {
  const now = video.currentTime;
  if (!video.paused && !video.seeking && last !== null && now > last && now - last < 2 * video.playbackRate) {
    reporter.advance(last, now, video.playbackRate);
    document.dispatchEvent(new CustomEvent("fieldwise:active"));
  }
  last = video.seeking ? null : now;
  drawTime(now);
}

function everyFrame() {
  read();
  if (!video.paused) requestAnimationFrame(everyFrame);
}

video.addEventListener("playing", () => { last = video.currentTime; requestAnimationFrame(everyFrame); });
video.addEventListener("timeupdate", () => { read(); drawPlayed(); });
video.addEventListener("seeking", () => { reporter.cut(); last = null; });
video.addEventListener("seeked", () => { last = video.currentTime; read(); });
video.addEventListener("ratechange", () => reporter.cut());
video.addEventListener("pause", () => { read(); drawState(); reporter.send(); });
video.addEventListener("play", drawState);
video.addEventListener("ended", () => {
  if (last !== null) reporter.advance(last, length, video.playbackRate);
  reporter.send();
});
mend(video, () => announce("The video cannot be played here. Load the page again."));

// --- drawing

function drawState() {
  const button = part("play");
  button.dataset.state = video.paused ? "paused" : "playing";
  button.setAttribute("aria-label", video.paused ? "Play" : "Pause");
}

function drawTime(now) {
  part("time").textContent = clock(now);
  part("now").setAttribute("d", `M${now} 5v26`);
  bar.setAttribute("aria-valuenow", Math.round(now));
  bar.setAttribute("aria-valuetext", `${clock(now)} of ${clock(length)}`);
}

function drawPlayed() {
  const spans = played();
  const rects = spans.map(([from, to]) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ x: from, width: to - from, y: 10, height: 16 })) rect.setAttribute(name, value);
    return rect;
  });
  part("played").replaceChildren(...rects);
  const open = gaps(spans, length);
  const left = length - measure(spans);
  part("played-text").textContent = `${clock(measure(spans))} of ${clock(length)} played.`;
  part("remaining-text").textContent = open.length ? `Still to play: ${clock(left)}${places(open.length)}.` : "Nothing is left to play.";
  drawNext(open);
  drawChapters(spans);
  part("offline-note").hidden = reporter.trouble !== "offline";
  if (reporter.trouble === "signed-out") location.reload(); // to the sign-in page and back; what was played is kept
  drawComplete();
}

const places = (count) => (count > 1 ? `, in ${NUMBERS[count] ?? count} places` : "");

function drawNext(open) {
  const next = nextUnplayed(open);
  const button = part("next-unplayed");
  button.hidden = next === null || measure(played()) === 0;
  if (next !== null) part("next-unplayed-clock").textContent = clock(next);
}

function nextUnplayed(open = gaps(played(), length)) {
  const now = video.currentTime;
  const ahead = open.find(([from]) => from > now + 1) ?? open[0];
  return ahead ? ahead[0] : null;
}

function drawChapters(spans) {
  const chapters = parts("chapter");
  chapters.forEach((chapter, index) => {
    const from = Number(chapter.dataset.at);
    const to = index + 1 < chapters.length ? Number(chapters[index + 1].dataset.at) : length;
    const done = spans.some(([start, end]) => start <= from + 1 && end >= to - 1);
    chapter.toggleAttribute("data-played", done);
    mark(chapter, video.currentTime >= from && video.currentTime < to);
  });
}

function drawComplete() {
  if (!reporter.state.complete) return;
  part("finished").hidden = false;
  if (!wasComplete) announce("You have played all of this video.");
  wasComplete = true;
}

function mark(element, isCurrent) {
  if (isCurrent) element.setAttribute("aria-current", "true");
  else element.removeAttribute("aria-current");
}

// --- controls

const toggle = () => (video.paused ? video.play() : video.pause());
const jump = (to) => { video.currentTime = Math.max(0, Math.min(to, length)); };

part("play").addEventListener("click", toggle);
video.addEventListener("click", toggle);
part("back").addEventListener("click", () => jump(video.currentTime - 10));
part("next-unplayed").addEventListener("click", () => { jump(nextUnplayed() ?? 0); video.play(); });
part("speed").addEventListener("change", (event) => { video.playbackRate = Number(event.target.value); });
part("fullscreen").addEventListener("click", fullScreen);
for (const line of [...parts("cue"), ...parts("chapter")]) {
  line.addEventListener("click", () => jump(Number(line.dataset.start ?? line.dataset.at)));
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else if (stage.requestFullscreen) stage.requestFullscreen();
  else video.webkitEnterFullscreen?.();
}

function seekTo(event) {
  const box = bar.getBoundingClientRect();
  jump(((event.clientX - box.left) / box.width) * length);
}
bar.addEventListener("pointerdown", (event) => { bar.setPointerCapture(event.pointerId); seekTo(event); });
bar.addEventListener("pointermove", (event) => { if (bar.hasPointerCapture(event.pointerId)) seekTo(event); });

const SLIDER_KEYS = {
  ArrowRight: (now) => now + 5, ArrowUp: (now) => now + 5, ArrowLeft: (now) => now - 5, ArrowDown: (now) => now - 5,
  PageUp: (now) => now + 30, PageDown: (now) => now - 30, Home: () => 0, End: () => length,
};
bar.addEventListener("keydown", (event) => {
  const move = SLIDER_KEYS[event.key];
  if (!move) return;
  event.preventDefault();
  jump(move(video.currentTime));
});

const KEYS = {
  " ": toggle, k: toggle, c: toggleCaptions, f: fullScreen,
  j: () => jump(video.currentTime - 10), l: () => jump(video.currentTime + 10), n: () => jump(nextUnplayed() ?? 0),
};
document.addEventListener("keydown", (event) => {
  const inControl = event.target.closest("input, select, textarea, a, button, summary");
  if (event.ctrlKey || event.metaKey || event.altKey || inControl || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

// --- captions and transcript

const track = part("track").track;
track.mode = "hidden"; // the captions have their own line and never cover a slide
const captions = part("captions");
const showsCaptions = () => captions.getAttribute("aria-pressed") === "true";

function drawCaption() {
  const cue = track.activeCues?.[0];
  part("caption-line").textContent = cue && showsCaptions() ? cue.text : "";
  if (cue) follow(cue.startTime);
}
track.addEventListener("cuechange", drawCaption);

function toggleCaptions() {
  captions.setAttribute("aria-pressed", String(!showsCaptions()));
  part("caption-line").hidden = !showsCaptions();
  localStorage.setItem("fieldwise:captions", String(showsCaptions()));
  drawCaption();
}
captions.addEventListener("click", toggleCaptions);
if (localStorage.getItem("fieldwise:captions") === "false") toggleCaptions();

function follow(start) {
  const lines = parts("cue");
  const index = lines.findIndex((line) => Math.abs(Number(line.dataset.start) - start) < 0.05);
  lines.forEach((line, each) => mark(line, each === index));
  const list = part("transcript");
  if (index >= 0 && !list.contains(document.activeElement)) list.scrollTop = lines[Math.max(0, index - 2)].offsetTop;
}

part("search").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  let found = 0;
  for (const line of parts("cue")) {
    const text = line.querySelector('[data-player="cue-text"]');
    const at = wanted ? text.textContent.toLowerCase().indexOf(wanted) : -1;
    line.closest("li").hidden = Boolean(wanted) && at < 0;
    if (at >= 0) { found += 1; highlight(text, at, wanted.length); } else text.textContent = text.textContent;
  }
  part("search-found").textContent = wanted ? `${found} line${found === 1 ? "" : "s"} found.` : "";
});

function highlight(element, at, size) {
  const text = element.textContent;
  const hit = document.createElement("mark");
  hit.textContent = text.slice(at, at + size);
  element.replaceChildren(text.slice(0, at), hit, text.slice(at + size));
}

// --- begin where the person stopped, on whatever device

const resume = Number(root.dataset.resume ?? 0);
function begin() {
  const kept = reporter.pending.at(-1)?.piece.to ?? resume;
  if (kept > 0 && kept < length - 1) jump(kept);
}
await reporter.open();
if (video.currentTime === 0 && video.paused) begin();
drawPlayed();
drawTime(video.currentTime);
