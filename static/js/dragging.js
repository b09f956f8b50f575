// Dragging one thing in a picture. Only the thing itself is held: a swipe anywhere else scrolls the page.

export function listenToDrag(handle, { move, end = () => {} }) {
  let held = false;
  let moved = false;

  // Chromium ignores touch-action on shapes inside an SVG: without this the page takes the gesture over after
  // a few moves.
  handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  handle.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    held = true;
    moved = false;
  });
  handle.addEventListener("pointermove", (event) => {
    if (!held) return;
    moved = true;
    move(event);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    handle.addEventListener(name, () => {
      if (held) end({ moved });
      held = false;
    });
  }
}

// Taps on a picture, at the moment the finger is lifted.
// A click without a pointer is a screen reader's: it carries the middle of the picture, which nobody chose.
export function listenToTaps(field, tap) {
  field.addEventListener("click", (event) => {
    if (event.detail !== 0) tap(event);
  });
}

// The place of an event in an SVG picture, in the picture's own units.
export function placeIn(svg, event) {
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [x, y];
}
