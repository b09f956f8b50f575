// Sentences that the server wrote, with places such as {day} that only this device can fill.

export function say(sentence, places) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => places[name] ?? place);
}

// Fills every element of a part of the page that has words with places.
export function fillWords(part, places) {
  for (const element of part.querySelectorAll("[data-words]")) element.textContent = say(element.dataset.words, places);
}

export function dayInWords(day) {
  const { lang } = document.documentElement;
  // A browser that does not know the page's language would name the month in its own.
  const month = Intl.DateTimeFormat.supportedLocalesOf(lang).length ? "long" : "numeric";
  return day.toLocaleDateString(lang === "en" || month === "numeric" ? "en-GB" : lang, { day: "numeric", month });
}

// A receipt's code, in groups that stay together.
export function showCodeIn(place, code) {
  const groups = code.split("-").flatMap((group, index) => {
    const part = Object.assign(document.createElement("span"), { className: "mm-receipt__part", textContent: group });
    const dash = Object.assign(document.createElement("span"), { className: "mm-receipt__dash", textContent: "-" });
    return index ? [dash, part] : [part];
  });
  place.replaceChildren(...groups);
}
