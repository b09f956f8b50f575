// For pages that only ask questions: starts every one of them.

import { startQuestions } from "./signifiers.js";

startQuestions(document);
