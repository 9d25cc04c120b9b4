// Comfort for those who type figures. Every page works without this file.
"use strict";

(() => {
  const english = document.documentElement.lang.startsWith("en");
  const [thousands, decimal] = english ? [",", "."] : [".", ","];
  const cell = (node) => (node instanceof Element ? node.closest(".figure-input") : null);

  // Writes 1650 as 1.650 once it is typed; leaves anything it does not fully understand to the server.
  const tidy = (text) => {
    const plain = text.trim();
    const parts = /^(-?)(\d+)(?:[.,](\d{1,2}|\d{4,}))?$/.exec(plain);
    if (!parts) return plain;
    const whole = parts[2].replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, thousands);
    return parts[1] + whole + (parts[3] ? decimal + parts[3] : "");
  };

  // The figure inputs of the same form, in the order in which they stand.
  const column = (input) => [...(input.form || document).querySelectorAll(".figure-input:not([disabled], [readonly])")];

  const move = (input, step) => {
    const inputs = column(input);
    const next = inputs[inputs.indexOf(input) + step];
    if (!next) return;
    next.focus();
    next.select();
  };

  const set = (input, text) => {
    if (input.value === text) return;
    input.value = text;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    const input = cell(event.target);
    if (!input || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const steps = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 };
    if (event.key in steps) {
      event.preventDefault();
      move(input, steps[event.key]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      input.value = input.defaultValue;
      input.select();
    }
  });

  // Who is used to saving saves the cell that is being typed; the browser's own window for saving a page stays shut.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    if (!document.querySelector(".figure-input")) return;
    event.preventDefault();
    const input = document.activeElement;
    if (input instanceof HTMLInputElement && input.closest("tr") && input.value !== input.defaultValue) {
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });

  // A column copied from a spreadsheet fills this cell and those under it.
  document.addEventListener("paste", (event) => {
    const input = cell(event.target);
    if (!input) return;
    const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const inputs = column(input).slice(column(input).indexOf(input));
    lines.slice(0, inputs.length).forEach((line, i) => set(inputs[i], tidy(line.split("\t")[0])));
    inputs[Math.min(lines.length, inputs.length) - 1].focus();
  });

  // On the way down, so that what is saved is what is shown.
  document.addEventListener("change", (event) => {
    const input = cell(event.target);
    if (input) input.value = tidy(input.value);
  }, true);

  // How a cell fares: saving, saved, or not saved. The words of success come from the server.
  const say = (row, state, words, mark) => {
    const place = row && row.querySelector(".figure-state");
    if (!place) return;
    place.dataset.state = state;
    const icon = `<svg class="icon" aria-hidden="true"><use href="#i-${mark}"/></svg>`;
    place.innerHTML = icon;
    place.append(words);
  };
  const rowOf = (event) => {
    const source = event.detail.elt;
    return source instanceof Element && source.matches(".figure-input, .figure-note") ? source.closest("tr") : null;
  };
  let waiting = 0;

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = rowOf(event);
    if (!row) return;
    waiting += 1;
    say(row, "saving", document.body.dataset.saving, "draft");
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const row = rowOf(event);
    if (!row) return;
    waiting -= 1;
    if (!event.detail.successful) {
      row.dataset.unsaved = "";
      say(row, "error", document.body.dataset.failed, "alert");
      return;
    }
    delete row.dataset.unsaved;
    row.querySelectorAll("input").forEach((input) => { input.defaultValue = input.value; });
  });

  // When the net is back, what could not be saved is sent again.
  window.addEventListener("online", () => {
    document.querySelectorAll("tr[data-unsaved] .figure-input").forEach((input) => {
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  // A message comes with the state of the row above it: of the row that was saved, and of those that are tied to it.
  const put = (node, name, text) => (text ? node.setAttribute(name, text) : node.removeAttribute(name));
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const message = event.target instanceof Element ? event.target.closest("tr.message[data-row]") : null;
    const row = message && message.previousElementSibling;
    const input = row && row.querySelector(".figure-input");
    if (!input) return;
    const told = message.querySelector("[id]");
    put(row, "data-state", message.dataset.row);
    put(input, "aria-describedby", told && told.id);
    put(input, "aria-invalid", message.dataset.row === "error" ? "true" : "");
  });

  // Nothing typed is lost without a word.
  window.addEventListener("beforeunload", (event) => {
    if (waiting > 0 || document.querySelector("tr[data-unsaved]")) event.preventDefault();
  });

  // A second press while the first is on its way sends nothing; a file that a form hands out leaves the page open, so
  // the form may be sent again after two seconds.
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (event.timeStamp - (sent.get(form) ?? -Infinity) < 2000) event.preventDefault();
    else sent.set(form, event.timeStamp);
  });

  // After a refused form, start at what is wrong.
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
})();
