// Starts the GOV.UK Frontend components of every page.

import { startComponents } from "./components.js";

startComponents(document);
