// The preview of a draft: questions work as tellers know them, and branches open and close.

import { startBranches } from "./branches.js";
import { startQuestions } from "./signifiers.js";

const preview = document.querySelector("[data-telling-preview]");
startQuestions(preview);
startBranches(preview);
