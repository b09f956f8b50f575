// For pages that only ask questions: starts every triad and dyad.

import { startQuestions } from "./signifiers.js";

startQuestions(document);
