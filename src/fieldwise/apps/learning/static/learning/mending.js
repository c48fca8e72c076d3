// A video that broke off, because its address expired or the connection did, goes on at the same second.
const WAITS_MILLISECONDS = [0, 2000, 8000];

export function mend(video, giveUp) {
  const address = video.getAttribute("src");
  let playing = false; // as the person left it; a browser pauses what broke off
  let brokenAt = null;
  let mendedAt = 0;
  let tries = 0;

  video.addEventListener("play", () => { playing = true; });
  video.addEventListener("pause", () => { playing &&= Boolean(video.error) || brokenAt !== null; });
  video.addEventListener("error", () => {
    brokenAt ??= video.currentTime;
    if (tries === WAITS_MILLISECONDS.length) giveUp();
    else setTimeout(again, WAITS_MILLISECONDS[tries++]);
  });

  function again() {
    video.src = `${address}?again=${Date.now()}`; // past what the browser keeps of the old address
  }

  video.addEventListener("loadedmetadata", () => {
    if (brokenAt === null) return;
    video.currentTime = mendedAt = brokenAt;
    brokenAt = null;
    if (playing) video.play().catch(() => {}); // the button says that it is paused
  });
  video.addEventListener("timeupdate", () => {
    const moves = !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (moves && Math.abs(video.currentTime - mendedAt) >= 1) tries = 0;
  });
}
