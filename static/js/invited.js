// A one-time code that came in the address moved into the form: take it out of the address too, so that neither the
// history of a shared device nor somebody who looks on has it.

const here = new URL(window.location.href);
if (here.searchParams.has("invitation") || here.searchParams.has("group")) {
  here.searchParams.delete("invitation");
  here.searchParams.delete("group");
  window.history.replaceState(window.history.state, "", here);
}
