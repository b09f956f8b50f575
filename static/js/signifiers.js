// Puts the pictures in front of the lists of a part of the page.

import { startDyad } from "./dyad.js";
import { startTriad } from "./triad.js";

const STARTERS = { triad: startTriad, dyad: startDyad };

export function startQuestions(scope) {
  for (const root of scope.querySelectorAll("[data-place]")) STARTERS[root.dataset.place](root);
}
