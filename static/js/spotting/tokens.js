// A text cut into the words that may be names: narratives/name_tokens.py in JavaScript.

export class Tokens {
  constructor(rules, lists) {
    this.lists = lists;
    this.rules = rules.tokens;
    this.word = new RegExp(rules.tokens.word, "g");
    this.tail = new RegExp(rules.tokens.tail);
    this.sentenceEnd = new RegExp(rules.tokens.sentence_end);
    this.short = new Set(rules.tokens.short);
  }

  of(text) {
    const found = [];
    let last = 0;
    for (const match of text.matchAll(this.word)) {
      const word = match[0].replace(this.tail, "");
      found.push(this.token(word, match.index, text.slice(last, match.index), found[found.length - 1]));
      last = match.index + word.length;
    }
    this.markHeadlines(found);
    return found;
  }

  token(word, start, gap, before) {
    const cap = word[0] !== word[0].toLowerCase();
    return {
      start,
      end: start + word.length,
      text: word,
      fold: this.lists.fold(word),
      gap,
      cap,
      initial: cap && word.length === 1,
      shout: cap && word.length > 1 && word[1] !== word[1].toLowerCase(),
      first: this.isFirst(gap, before),
      headline: false,
    };
  }

  isFirst(gap, before) {
    if (!before) return true;
    if (gap[0] === "." && gap.trim() === "." && (this.short.has(before.fold) || before.initial)) return false;
    return this.sentenceEnd.test(gap);
  }

  markHeadlines(tokens) {
    let start = 0;
    for (let place = 1; place <= tokens.length; place += 1) {
      if (place < tokens.length && !tokens[place].first) continue;
      const sentence = tokens.slice(start, place);
      const longer = sentence.filter((token) => token.text.length >= this.rules.longer);
      const capped = longer.filter((token) => token.cap);
      const many = longer.length >= this.rules.headline_words;
      if (many && capped.length >= this.rules.headline_share * longer.length) {
        for (const token of sentence) token.headline = true;
      }
      start = place;
    }
  }
}
