// Logged on this device and not sent yet: envelopes that only the server can open, each for one account. Beside them
// what the device needs to make more of them where there is no signal.

import { drawer } from "../offline/drawer.js";
import { named } from "../offline/site.js";

export const CACHE = named("murmuration-log-pages");

const own = drawer(named("murmuration-log"), named("murmuration-log"));
export const isUsed = own.isUsed;
export const kept = own.kept;
export const recall = own.recall;
export const remember = own.remember;
export const add = own.add;
export const change = own.change;
export const remove = own.remove;
export const tryAgain = own.tryAgain;
export const forgetEverything = own.forgetEverything;
export const onChange = own.onChange;
