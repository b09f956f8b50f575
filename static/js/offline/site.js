// Which organisation's site this script belongs to. Several may share one origin, each below its own /at/<name>/, and
// what a device keeps for one of them is kept apart from what it keeps for the others.

const [, prefix = ""] = /^(.*?)\/static\//.exec(new URL(import.meta.url).pathname) ?? [];

export const SITE = prefix; // before every path of the site: empty, or /at/<name>
export const named = (name) => (SITE ? `${name}@${SITE}` : name);
