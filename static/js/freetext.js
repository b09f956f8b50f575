// A short answer, or that it does not apply: ticking the one puts the words aside, writing unticks the other.

export function startFreetext(root) {
  const words = root.querySelector("textarea");
  const notApplicable = root.querySelector("[data-not-applicable]");
  let aside = "";

  notApplicable.addEventListener("change", () => {
    if (notApplicable.checked) aside = words.value;
    words.value = notApplicable.checked ? "" : aside;
  });
  words.addEventListener("input", () => {
    if (words.value) notApplicable.checked = false;
  });
}
