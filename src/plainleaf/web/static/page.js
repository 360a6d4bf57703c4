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

function findLanguages() {
  const wanted = plain(search.value);
  const others = document.getElementById("languages-others");
  let count = 0;
  for (const option of form.querySelectorAll("[data-names]")) {
    const hit = option.dataset.names.split("|").some((name) => begins(name, wanted));
    option.hidden = !hit;
    count += hit ? 1 : 0;
  }
  const heading = document.getElementById("first-title");
  if (heading) heading.hidden = wanted !== "";
  if (others) others.open = wanted !== "";
  found.textContent = wanted === "" ? "" : form.dataset.found.replace("#", String(count));
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
  waiting = window.setTimeout(showPages, 250); // arrow keys pass over several choices
});
search.addEventListener("input", findLanguages);
search.addEventListener("search", findLanguages);
search.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const shown = [...form.querySelectorAll("[data-names]:not([hidden]) input")];
  if (search.value.trim() !== "" && shown.length === 1) {
    shown[0].checked = true;
    showPages();
  }
  if (search.value.trim() !== "" && shown.length > 0) shown[0].focus();
});
document.getElementById("plan-form").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault(); // else Enter would press the first button of the form
  form.requestSubmit(document.getElementById("show"));
});
document.getElementById("find").hidden = true;
if (search.value !== "" && document.getElementById("languages-others")) findLanguages();
if (isComplete() && document.getElementById("nothing")) showPages();
