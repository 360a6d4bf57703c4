// Without this script the page does the same with its buttons. It finds a language as one types, and shows the
// pages as soon as everything is chosen. Nothing is kept in the browser.
"use strict";

const form = document.getElementById("choices");
const said = document.getElementById("said");
const search = document.getElementById("search");
const found = document.getElementById("found");
let running = null;

function say(text) {
  said.textContent = "";
  window.setTimeout(() => { said.textContent = text; }, 50);
}

function plain(text) {
  return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/-/g, "_").trim();
}

function begins(name, wanted) {
  return name.startsWith(wanted) || name.replace(/\(/g, " ").split(/\s+/).some((word) => word.startsWith(wanted));
}

// How many letters must be put in, left out, changed or swapped with the next to make one word of the other.
function distance(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i].push(least);
    }
  }
  return rows[one.length][other.length];
}

function isLike(name, wanted) {
  return name.split(/\s+/).some((word) => word.length > 3 && distance(word, wanted) <= (wanted.length > 5 ? 2 : 1));
}

function isCalled(option, fits, wanted) {
  return option.dataset.names.split("|").some((name) => fits(name, wanted));
}

function findLanguages() {
  const wanted = plain(search.value);
  const others = document.getElementById("languages-others");
  const options = [...form.querySelectorAll("[data-names]")];
  const find = (fits) => options.filter((option) => isCalled(option, fits, wanted));
  let hits = find(begins);
  if (hits.length === 0 && wanted.length > 3) hits = find(isLike);
  const all = wanted === "" || hits.length === 0; // whoever finds nothing sees everything, as without this script
  for (const option of options) { // what is chosen is never out of sight
    option.hidden = !all && !hits.includes(option) && !option.querySelector("input").checked;
  }
  const heading = document.getElementById("first-title");
  if (heading) heading.hidden = !all;
  others.open = !all && hits.some((option) => others.contains(option));
  others.hidden = !all && !others.querySelector("[data-names]:not([hidden])");
  document.getElementById("searched").value = search.value;
  if (wanted === "") found.textContent = "";
  else if (hits.length === 0) found.textContent = form.dataset.none.replace("#", search.value.trim());
  else found.textContent = form.dataset.found.replace("#", String(hits.length));
}

function isComplete() {
  const chosen = new FormData(form);
  return chosen.has("leaflet") && chosen.has("language");
}

async function showPages() {
  if (!isComplete()) return;
  if (running) running.abort();
  const mine = running = new AbortController();
  const fields = new URLSearchParams(new FormData(form));
  fields.set("do", "show");
  const preview = document.getElementById("preview");
  preview.setAttribute("aria-busy", "true");
  const slow = window.setTimeout(() => showMaking(preview), 400);
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("preview");
    if (!fresh) {
      form.requestSubmit(document.getElementById("show"));
      return;
    }
    preview.replaceWith(fresh);
    const heading = fresh.querySelector("h2");
    heading.removeAttribute("autofocus");
    say(fresh.dataset.said || heading.textContent);
    if (answer.redirected) window.history.replaceState(null, "", answer.url);
  } catch (error) {
    if (error.name !== "AbortError") form.requestSubmit(document.getElementById("show"));
  } finally {
    window.clearTimeout(slow);
    if (running === mine) {
      running = null;
      preview.removeAttribute("aria-busy");
    }
  }
}

// Until the new pages are there, the old ones must not be printed for them.
function holdBack() {
  const preview = document.getElementById("preview");
  for (const old of preview.querySelectorAll(".actions, .help")) old.hidden = true;
  preview.inert = true;
}

function showMaking(preview) {
  say(form.dataset.making);
  const nothing = preview.querySelector("#nothing");
  if (nothing) nothing.textContent = form.dataset.making;
}

// What was made before a change of the plan must not be printed as if it had it.
function markOld() {
  const preview = document.getElementById("preview");
  if (!preview.querySelector("#print") || preview.querySelector(".fault")) return;
  for (const old of preview.querySelectorAll(".actions, .pages, .help")) old.hidden = true;
  const words = document.createElement("p");
  words.className = "fault";
  words.textContent = form.dataset.changed;
  preview.querySelector("h2").after(words);
  say(form.dataset.changed);
}

function takePlan() {
  const none = document.getElementById("plan-none");
  if (none.checked) document.getElementById("plan-plan").checked = true;
  markOld();
}

let waiting = 0;
document.getElementById("plan-form").addEventListener("input", takePlan);
form.addEventListener("change", (event) => {
  if (event.target === search) return;
  if (event.target.closest("#plan-form")) { // a plan is shown when its writer says so: half a plan is none
    takePlan();
    return;
  }
  if (event.target.id === "plan-plan") document.getElementById("plan-form").open = true;
  if (document.getElementById("plan-plan").checked) {
    markOld();
    return;
  }
  window.clearTimeout(waiting);
  if (isComplete()) holdBack();
  waiting = window.setTimeout(showPages, 250); // arrow keys pass over several choices
});
search.addEventListener("input", findLanguages);
search.addEventListener("search", findLanguages);
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const options = [...form.querySelectorAll("[data-names]:not([hidden])")];
  const meant = options.filter((option) => !option.querySelector("input").checked || isCalled(option, begins, plain(search.value)));
  const shown = meant.map((option) => option.querySelector("input")); // the chosen one is in sight though it was not meant
  if (search.value.trim() !== "" && shown.length === 1) {
    shown[0].checked = true;
    shown[0].dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (search.value.trim() !== "" && shown.length > 0) shown[0].focus();
});
document.getElementById("plan-form").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault(); // else Enter would press the first button of the form
  form.requestSubmit(document.getElementById("show"));
});
document.getElementById("find").hidden = true;
if (search.value !== "") findLanguages();
if (isComplete() && document.getElementById("nothing")) showPages();
