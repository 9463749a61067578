// What pages need beside HTML: colours, search by keyboard, forms that are sent once and never lost.
(() => {
  "use strict";
  const root = document.documentElement;
  const each = (selector, act, within = document) => within.querySelectorAll(selector).forEach(act);

  // ── Colours: kept here and in a cookie, so that the server draws the next page right at once ────────────
  const scheme = () => {
    try { return localStorage.getItem("scheme") || "auto"; } catch { return root.dataset.colorScheme; }
  };
  const showScheme = () => {
    root.dataset.colorScheme = scheme();
    each("[data-scheme]", (button) => button.setAttribute("aria-pressed", button.dataset.scheme === scheme()));
  };
  const chooseScheme = (value) => {
    try { localStorage.setItem("scheme", value); } catch { /* private window: the cookie alone will do */ }
    document.cookie = `scheme=${value};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
    showScheme();
  };
  each(".scheme", (box) => { box.hidden = false; });
  showScheme();

  // ── Dialogs, opened by a button or by Ctrl K ────────────────────────────────────────────────────────────
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    const menu = document.querySelector("[popover]:popover-open");
    if (menu) menu.hidePopover();
    dialog.showModal();
    const first = dialog.querySelector("input:not([type=hidden]), textarea, select");
    if (first) { first.focus(); if (first.select) first.select(); }
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k"
        && document.getElementById("search")) {
      event.preventDefault();
      open("search");
    }
  });

  // A digit presses the choice that bears it, where the focus is among such choices and not in a field.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
    const choice = /^[1-9]$/.test(event.key) && event.target.closest("[data-keys]")?.querySelector(`[data-key="${event.key}"]`);
    if (choice) { event.preventDefault(); choice.click(); }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button, a");
    if (!button) {
      if (event.target.matches("dialog[closedby=any]") && outside(event)) event.target.close();
      return;
    }
    if (button.dataset.scheme) chooseScheme(button.dataset.scheme);
    if (button.dataset.dialog) open(button.dataset.dialog);
    if ("close" in button.dataset) button.closest("dialog")?.close();
    if ("print" in button.dataset) window.print();
    if (button.dataset.take) takeTheirs(button);
  });
  const outside = (event) => {
    const box = event.target.getBoundingClientRect();
    return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
  };

  // ── Two people saved the same record: take the other's version of one field ─────────────────────────────
  const takeTheirs = (button) => {
    const form = button.closest("form");
    const value = button.dataset.value === "–" ? "" : button.dataset.value; // a dash stands for nothing
    form.querySelectorAll(`[name="${CSS.escape(button.dataset.take)}"]`).forEach((control) => {
      if (control.type === "radio" || control.type === "checkbox") control.checked = control.value === value;
      else if (control.tagName === "SELECT") {
        const option = [...control.options].find((one) => one.value === value || one.text.trim() === value.trim());
        if (option) option.selected = true;
        else if (!value) control.value = "";
      } else control.value = value;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
    button.disabled = true;
    button.textContent = button.dataset.taken;
  };

  // ── Forms: one send per press, and a question before typed text is left behind ──────────────────────────
  // Signing in again has made the token of a form that was kept stale: it is sent with a new one, at the first press.
  document.addEventListener("submit", async (event) => {
    const form = event.target, address = form.dataset.token;
    if (!address) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    delete form.dataset.token;
    try {
      const answer = await fetch(address, { cache: "no-store" });
      if (answer.ok) form.elements.csrfmiddlewaretoken.value = await answer.text();
    } catch { /* the old one will do, or the page is offered once more */ }
    form.requestSubmit();
  }, true);
  const typed = new WeakSet();
  let leaving = false;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "guard" in form.dataset) typed.add(form);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && "guard" in form.dataset) typed.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog" || form.target === "_blank") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method !== "post" || "download" in form.dataset) return; // a download leaves the page as it is
    leaving = true;
    form.dataset.sent = "yes";
    const button = event.submitter;
    // After the browser has read the form: a disabled button's own name and value would not be sent.
    setTimeout(() => {
      each("button[type=submit], button:not([type])", (one) => {
        one.dataset.wasDisabled = one.disabled;
        one.disabled = true;
      }, form);
      if (button?.dataset.busy) {
        button.dataset.text = button.innerHTML;
        button.textContent = button.dataset.busy;
        button.setAttribute("aria-busy", "true");
      }
    }, 0);
  });
  const free = () => {
    leaving = false;
    each("form[data-sent]", (form) => {
      delete form.dataset.sent;
      each("button[data-was-disabled]", (one) => {
        one.disabled = one.dataset.wasDisabled === "true";
        delete one.dataset.wasDisabled;
        if (one.dataset.text) {
          one.innerHTML = one.dataset.text;
          delete one.dataset.text;
          one.removeAttribute("aria-busy");
        }
      }, form);
    });
  };
  window.addEventListener("pageshow", () => {
    free();
    each("button[data-busy]:disabled", (button) => { button.disabled = false; }); // some browsers remember it
  });
  document.addEventListener("htmx:afterRequest", free);
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...document.querySelectorAll("form[data-guard]")].some((form) => typed.has(form))) {
      event.preventDefault();
    }
  });
  // The wheel over a focused number field would change it unseen.
  document.addEventListener("wheel", () => {
    if (document.activeElement?.type === "number") document.activeElement.blur();
  }, { passive: true });

  // ── When a page or a part of one has come ───────────────────────────────────────────────────────────────
  const ready = (part) => {
    each("[data-take][hidden]", (button) => { button.hidden = false; }, part);
    if (matchMedia("(width < 52rem)").matches) each("details[data-phone-closed]", (box) => { box.open = false; }, part);
    each(".tabs [aria-current]", (tab) => {
      const strip = tab.parentElement;
      strip.scrollLeft = tab.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
    }, part);
    const summary = part.querySelector("[data-focus]");
    if (summary) {
      const form = summary.closest("form");
      if (form && "guard" in form.dataset) typed.add(form); // refused, so still unsaved
      document.title = `${summary.dataset.title}: ${document.title}`;
      summary.focus();
    }
  };
  // What has been dealt with hands the focus on to the next that has not.
  const goOn = (done) => {
    const waiting = [...document.querySelectorAll("[data-keys]")];
    const next = waiting.find((one) => done.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    (next ?? waiting[0])?.querySelector("[data-key]")?.focus();
  };
  ready(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt === document.body) return;
    ready(event.detail.elt);
    if (event.detail.elt.matches("[data-then-next]")) goOn(event.detail.elt);
  });
})();
