// Signs out a shared tablet that nobody touches. A playing video counts as a touch, and so does any other tab.
const { idleSeconds, idleUrl, hereUrl } = document.body.dataset;
const TELL_EVERY_MILLISECONDS = 120000;
let toldAt = Date.now();
const key = "fieldwise:touched-at";
const idleMilliseconds = () => Date.now() - Number(localStorage.getItem(key));

function leave() {
  if (idleMilliseconds() < Number(idleSeconds) * 1000) return false;
  location.assign(idleUrl);
  return true;
}

// The server counts requests, and a person who reads makes none.
function tell() {
  if (Date.now() - toldAt < TELL_EVERY_MILLISECONDS) return;
  toldAt = Date.now();
  fetch(hereUrl).catch(() => {});
}

// A tablet that slept wakes with old timers: each touch first asks whether it came too late.
function touch() {
  if (leave() || idleMilliseconds() <= 1000) return;
  localStorage.setItem(key, Date.now());
  tell();
}

if (idleUrl && Number(idleSeconds) > 0) {
  localStorage.setItem(key, Date.now());
  for (const event of ["pointerdown", "pointermove", "keydown", "fieldwise:active"]) {
    document.addEventListener(event, touch, { passive: true });
  }
  document.addEventListener("visibilitychange", leave);
  setInterval(leave, 1000);
}
