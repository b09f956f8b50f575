// A code that came in the address is in the form by now: take it out of the address, so that neither the history of a
// shared device nor somebody who looks on has it.

const here = new URL(window.location.href);
if (here.searchParams.has("code")) {
  here.searchParams.delete("code");
  window.history.replaceState(window.history.state, "", here);
}
