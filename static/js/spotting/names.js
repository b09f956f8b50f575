// Likely names of people in a text: narratives/personal_names.py in JavaScript, line by line. The lists and the
// patterns come in rules.js; tests/journeys/test_spotting.py compares what the two find.

import { Tokens } from "./tokens.js";

const whole = (source) => new RegExp(`^(?:${source})$`);
const OF_PEOPLE_AND_BODIES = ["titles", "ranks", "relations", "bodies"];
const OURS = new Set(["my", "our", "his", "her", "their", "your", "uncle", "auntie", "aunty"]);

export class Names {
  constructor(rules, lists) {
    this.lists = lists;
    this.near = lists.near;
    this.cut = new Tokens(rules, lists);
    this.most = rules.most_words;
    this.gaps = {};
    for (const [name, source] of Object.entries(rules.gaps)) this.gaps[name] = whole(source);
  }

  in(text) {
    this.tokens = this.cut.of(text);
    this.last = -9; // the last word of the name that was found before
    const found = [];
    let place = 0;
    while (place < this.tokens.length) {
      if (!this.beginsName(place)) {
        place += 1;
        continue;
      }
      const end = this.endOfName(place);
      if (!this.isOfPlace(place, end)) {
        found.push({ start: this.tokens[this.withInitials(place)].start, end: this.tokens[end].end });
        this.last = end;
      }
      place = end + 1;
    }
    return found;
  }

  beginsName(place) {
    const token = this.tokens[place];
    if (token.initial || (this.near.never.has(token.fold) && !token.cap)) return false;
    if (this.isIntroduced(place)) return true;
    if (this.isSure(token)) return !(token.shout && token.text.length < 4);
    if (!token.cap) return this.speaks(place);
    if (token.shout || token.headline || this.near.saints.has(token.fold)) return false;
    return token.first ? this.opensWithName(place) : this.isCapitalName(place);
  }

  // --- by what stands before ----------------------------------------------------------------------------

  isIntroduced(place) {
    const token = this.tokens[place];
    const before = this.tokens[place - 1];
    if (!before || (token.first && !this.near.titles.has(before.fold))) return false;
    if (this.near.titles.has(before.fold) && this.gaps.after_title.test(token.gap)) return this.couldBeFamilyName(token);
    if (this.isNextInList(place)) return this.lists.isGiven(token.fold) || (token.cap && this.isUncommon(token));
    return this.gaps.beside.test(token.gap) && this.isPresented(token, place);
  }

  isNextInList(place) {
    const token = this.tokens[place];
    if (this.last === place - 2) return ["and", "or"].includes(this.tokens[place - 1].fold) && token.gap === " ";
    return this.last === place - 1 && this.gaps.also.test(token.gap) && token.cap;
  }

  isPresented(token, place) {
    const before = this.tokens[place - 1].fold;
    const given = this.lists.isGiven(token.fold);
    if (this.near.called.has(before)) {
      return this.isKnown(token) || (this.isUncommon(token) && (token.cap || this.namesPerson(place - 2)));
    }
    const said = before === "names" || (before === "is" && this.follows(place, "my", "name"));
    if (this.near.greetings.has(before) || said) return token.cap && (given || this.isUncommon(token));
    const relation = this.near.relations.has(before) || this.near.relations.has(before.replace(/s$/, ""));
    const rank = this.near.ranks.has(before);
    if (token.cap && !token.shout && (relation || rank)) {
      return given || this.isUncommon(token) || (rank && this.isKnown(token));
    }
    return relation && token.gap === " " && given && this.isOurs(place - 1);
  }

  couldBeFamilyName(token) {
    if (!token.cap && token.text.length < 2) return false;
    const known = token.cap ? this.isKnown(token) : this.lists.isSurname(token.fold);
    return known || !this.lists.isOrdinary(token.fold);
  }

  namesPerson(place) {
    const word = this.tokens[place]?.fold;
    return this.near.relations.has(word) || word === "someone" || word === "somebody";
  }

  isOurs(place) {
    return [place, place - 1, place - 2].some((one) => OURS.has(this.tokens[one]?.fold));
  }

  follows(place, ...words) {
    const before = this.tokens.slice(Math.max(0, place - 1 - words.length), place - 1);
    return before.map((token) => token.fold).join(" ") === words.join(" ");
  }

  // --- by capitals --------------------------------------------------------------------------------------

  isCapitalName(place) {
    const token = this.tokens[place];
    const before = this.tokens[place - 1].fold;
    if (this.near.calendar.has(token.fold)) return this.atWork(place, "speech");
    if (this.near.saints.has(before)) return false;
    if (this.lists.isGiven(token.fold)) return !this.near.place_before.has(before) && !this.near.articles.has(before);
    return !this.isPlain(token) && !this.near.place_before.has(before) && before !== "the";
  }

  opensWithName(place) {
    const token = this.tokens[place];
    const following = this.tokens[place + 1];
    if (!this.lists.isGiven(token.fold) && this.isPlain(token)) return false;
    if (!following || token.text.length < 2) return false;
    if (this.atWork(place, this.near.calendar.has(token.fold) ? "speech" : "deeds")) return true;
    if (!following.cap || following.first || following.shout || following.gap !== " ") return false;
    if (this.near.bodies.has(following.fold) || this.near.calendar.has(token.fold)) return false;
    return this.lists.isSurname(following.fold) || this.isSure(following) || !this.isPlain(following);
  }

  atWork(place, deeds = "deeds") {
    const following = this.tokens[place + 1];
    if (!following || following.first || following.gap !== " ") return false;
    if (following.fold === "and" || following.fold === "or") {
      const beyond = this.tokens[place + 2];
      return beyond !== undefined && (beyond.text === "I" || this.isSure(beyond));
    }
    return this.near[deeds].has(following.fold) && !following.cap;
  }

  speaks(place) {
    const token = this.tokens[place];
    const following = this.tokens[place + 1];
    if (!following || following.first || !this.near.speech.has(following.fold)) return false;
    const begins = token.first || this.near.joints.has(this.tokens[place - 1]?.fold);
    return begins && this.lists.isGiven(token.fold);
  }

  // --- how far ------------------------------------------------------------------------------------------

  endOfName(place) {
    let end = place;
    while (end - place < this.most) {
      const step = this.stepsOn(end, place);
      if (!step) break;
      end += step;
    }
    return end;
  }

  stepsOn(end, start) {
    const following = this.tokens[end + 1];
    const beyond = this.tokens[end + 2];
    if (!following || following.first) return 0;
    if (this.near.particles.has(following.fold) && beyond?.cap && !beyond.first) {
      if (following.gap === " " && [" ", "-"].includes(beyond.gap) && !this.isPlain(beyond)) return 2;
    }
    const gap = this.tokens[end].initial ? this.gaps.after_initial : this.gaps.joined;
    if (!gap.test(following.gap) || this.near.calendar.has(following.fold)) return 0;
    return this.continues(following, this.tokens[start]) ? 1 : 0;
  }

  continues(token, first) {
    if (token.initial) return token.text !== "I";
    const listed = this.lists.isSurname(token.fold) || this.isSure(token);
    if (token.cap) {
      if ((token.shout && !first.shout) || (token.headline && !this.isKnown(token))) return false;
      if (this.near.never.has(token.fold)) return false;
      return listed || !this.isPlain(token);
    }
    if (first.cap && !this.isSure(token)) return false;
    return listed && !this.near.never.has(token.fold) && !this.near.not_after.has(token.fold);
  }

  withInitials(place) {
    const token = this.tokens[place];
    const before = this.tokens[place - 1];
    const taken = before?.initial && before.text !== "I" && before.text !== "A" && !token.first;
    return taken && this.gaps.after_initial.test(token.gap) ? place - 1 : place;
  }

  isOfPlace(place, end) {
    const token = this.tokens[place];
    const following = this.tokens[end + 1];
    const before = this.tokens[place - 1];
    if (following?.gap === " " && this.near.bodies.has(following.fold)) {
      if (following.cap) return true;
      if (!this.near.deeds.has(following.fold)) return this.near.patrons.has(token.fold) || !this.isKnown(token);
    }
    if (before?.cap && this.near.saints.has(before.fold) && !token.first) return true;
    const named = this.isSure(token) && !this.near.patrons.has(token.fold);
    return end > place && this.near.bodies.has(this.tokens[end].fold) && !named;
  }

  // --- single words -------------------------------------------------------------------------------------

  isSure(token) {
    if (this.lists.isSure(token.fold.replace(/-/g, ""))) return true;
    const parts = token.fold.split("-");
    if (parts.length < 2) return false;
    return parts.some((part) => this.lists.isSure(part)) && !parts.some((part) => this.nearOrdinary(part));
  }

  nearOrdinary(word) {
    return this.lists.isOrdinary(word) && !this.lists.isGiven(word) && !this.lists.isSurname(word);
  }

  isKnown(token) {
    return this.isSure(token) || this.lists.isGiven(token.fold) || this.lists.isSurname(token.fold);
  }

  isPlain(token) {
    return token.fold.split("-").some((part) => this.isPlainWord(part));
  }

  isPlainWord(word) {
    if (this.lists.isOrdinary(word) || this.lists.isPlace(word)) return true;
    const alone = word.replace(/s$/, "");
    return OF_PEOPLE_AND_BODIES.some((name) => this.near[name].has(word) || this.near[name].has(alone));
  }

  isUncommon(token) {
    return token.text.length > 2 && !this.isPlain(token);
  }
}
