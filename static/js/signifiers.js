// Starts the questions of a part of the page: puts pictures in front of lists, counts what is chosen.

import { startChoice } from "./choice.js";
import { startDyad } from "./dyad.js";
import { startFreetext } from "./freetext.js";
import { countSeconds } from "./seconds.js";
import { startStones } from "./stones.js";
import { startTriad } from "./triad.js";

const STARTERS = {
  triad: startTriad,
  dyad: startDyad,
  stones: startStones,
  choice: startChoice,
  freetext: startFreetext,
};

export function startQuestions(scope) {
  for (const root of scope.querySelectorAll("[data-ask]:not([data-started])")) {
    root.dataset.started = "";
    STARTERS[root.dataset.ask](root);
  }
}

countSeconds();
