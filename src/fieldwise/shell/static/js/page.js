// Small behaviors of single pages: what was refused is read first, print, the player's two tabs, Escape closes a card.
document.querySelector("[data-problems]")?.focus();

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const tab = event.target.closest("[data-tab]");
  if (!tab) return;
  for (const each of tab.parentElement.querySelectorAll("[data-tab]")) {
    each.setAttribute("aria-expanded", String(each === tab));
  }
});

document.addEventListener("keydown", (event) => {
  const card = event.key === "Escape" && document.querySelector("details.number[open]");
  if (!card) return;
  card.open = false;
  card.querySelector("summary").focus();
});
