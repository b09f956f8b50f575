// Dragging a card of a board by its handle: only the handle is held, so that a swipe anywhere else scrolls the page.

const EDGE = 60; // pixels from the top or the bottom of the window within which the page moves along
const STEP = 14;
const NEAR = 5; // pixels before a press becomes a drag

export function startDragging(board, drop) {
  let held = null;

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.("[data-grip]");
    if (!grip || event.button !== 0 || held || !board().contains(grip)) return;
    const card = grip.closest("[data-card]");
    held = { card, pointer: event.pointerId, x: event.clientX, y: event.clientY, picture: null, gap: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    if (!held.picture && Math.hypot(event.clientX - held.x, event.clientY - held.y) < NEAR) return;
    event.preventDefault();
    held.to = { x: event.clientX, y: event.clientY };
    if (!held.picture) lift();
    follow();
  });

  document.addEventListener("pointerup", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const { card, gap, picture } = held;
    const id = card.dataset.card;
    const to = gap?.isConnected ? gap.closest("[data-column]").dataset.column : null;
    const place = to === null ? 0 : placeOf(gap, id);
    letGo();
    if (picture && to !== null) drop(id, to, place);
  });

  document.addEventListener("pointercancel", letGo);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") letGo();
  });

  function lift() {
    const box = held.card.getBoundingClientRect();
    held.picture = held.card.cloneNode(true);
    held.picture.removeAttribute("id");
    held.picture.inert = true;
    held.picture.classList.add("board-card--held");
    held.picture.style.width = `${box.width}px`;
    held.left = held.x - box.left;
    held.top = held.y - box.top;
    held.gap = document.createElement("li");
    held.gap.className = "board-gap";
    held.gap.setAttribute("aria-hidden", "true");
    held.card.classList.add("board-card--lifted");
    document.body.append(held.picture); // the board itself may be put anew while a card is held
    requestAnimationFrame(roll);
  }

  // For as long as a card is held at an edge the page moves on: a finger that stays still tells nothing.
  function roll() {
    if (!held?.picture) return;
    const { y } = held.to;
    const by = y < EDGE ? -STEP : y > window.innerHeight - EDGE ? STEP : 0;
    if (by) {
      window.scrollBy({ top: by, behavior: "instant" });
      follow();
    }
    requestAnimationFrame(roll);
  }

  function follow() {
    const { x, y } = held.to;
    held.picture.style.transform = `translate(${x - held.left}px, ${y - held.top}px)`;
    const column = document.elementFromPoint(x, y)?.closest("[data-column]");
    if (!column) return;
    const cards = column.querySelector("[data-cards]") ?? column;
    const after = [...cards.querySelectorAll(":scope > [data-card]")].find((other) => {
      const box = other.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    cards.insertBefore(held.gap, after ?? null);
  }

  function letGo() {
    held?.picture?.remove();
    held?.gap?.remove();
    held?.card.classList.remove("board-card--lifted");
    held = null;
  }
}

// How many other cards lie above the gap.
function placeOf(gap, id) {
  const siblings = [...gap.parentElement.children];
  return siblings.slice(0, siblings.indexOf(gap)).filter((one) => one.dataset.card && one.dataset.card !== id).length;
}
